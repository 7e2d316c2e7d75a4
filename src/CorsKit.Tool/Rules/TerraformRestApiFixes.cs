namespace CorsKit.Tool.Rules;

/// <summary>The fixes for REST APIs in Terraform's words.</summary>
internal static class TerraformRestApiFixes
{
    private const string ErrorResponses = """
        resource "aws_api_gateway_gateway_response" "errors" {
          for_each      = toset(["DEFAULT_4XX", "DEFAULT_5XX"])
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          response_type = each.key
          response_parameters = {
            "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
          }
        }
        """;

    private const string MockHeaders = """
        resource "aws_api_gateway_integration_response" "options" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          resource_id = aws_api_gateway_resource.orders.id
          http_method = aws_api_gateway_method.options.http_method
          status_code = aws_api_gateway_method_response.options.status_code
          response_parameters = {
            "method.response.header.Access-Control-Allow-Origin"  = "'https://shop.example.com'"
            "method.response.header.Access-Control-Allow-Methods" = "'GET,PUT,DELETE,OPTIONS'"
            "method.response.header.Access-Control-Allow-Headers" = "'content-type,authorization'"
          }
        }
        """;

    private const string DeclaredHeaders = """
        resource "aws_api_gateway_method_response" "options" {
          rest_api_id = aws_api_gateway_rest_api.shop.id
          resource_id = aws_api_gateway_resource.orders.id
          http_method = aws_api_gateway_method.options.http_method
          status_code = "200"
          response_parameters = {
            "method.response.header.Access-Control-Allow-Origin"  = true
            "method.response.header.Access-Control-Allow-Methods" = true
            "method.response.header.Access-Control-Allow-Headers" = true
          }
        }
        """;

    private const string OpenOptions = """
        resource "aws_api_gateway_method" "options" {
          rest_api_id   = aws_api_gateway_rest_api.shop.id
          resource_id   = aws_api_gateway_resource.orders.id
          http_method   = "OPTIONS"
          authorization = "NONE"
        }

        resource "aws_api_gateway_integration" "options" {
          rest_api_id             = aws_api_gateway_rest_api.shop.id
          resource_id             = aws_api_gateway_resource.orders.id
          http_method             = aws_api_gateway_method.options.http_method
          type                    = "AWS_PROXY"
          integration_http_method = "POST"
          uri                     = aws_lambda_function.app.invoke_arn
        }
        """;

    private const string Deployment = """
        resource "aws_api_gateway_deployment" "live" {
          rest_api_id = aws_api_gateway_rest_api.shop.id

          triggers = {
            redeployment = sha1(jsonencode([
              aws_api_gateway_method.options,
              aws_api_gateway_integration.options,
              aws_api_gateway_integration_response.options,
              aws_api_gateway_gateway_response.errors,
            ]))
          }

          lifecycle {
            create_before_destroy = true
          }
        }
        """;

    public static readonly Dictionary<string, (string Fix, string? Hcl)> ByCode = new(StringComparer.Ordinal)
    {
        ["CK101"] = ("Let the function answer OPTIONS too: set http_method to \"ANY\", or add an OPTIONS method without authorizer and API key.", OpenOptions),
        ["CK102"] = ("Add the method ANY on root_resource_id, with the same integration.", """
            resource "aws_api_gateway_method" "root" {
              rest_api_id   = aws_api_gateway_rest_api.shop.id
              resource_id   = aws_api_gateway_rest_api.shop.root_resource_id
              http_method   = "ANY"
              authorization = "NONE"
            }
            """),
        ["CK103"] = ("Leave OPTIONS open: give it a method of its own with authorization = \"NONE\"; in an OpenAPI body, security = [].", OpenOptions),
        ["CK104"] = ("Remove api_key_required from the OPTIONS method.", OpenOptions),
        ["CK105"] = ("Give DEFAULT_4XX and DEFAULT_5XX the header Access-Control-Allow-Origin.", ErrorResponses),
        ["CK106"] = ("Remove status_code; define single types where one needs another status.", ErrorResponses),
        ["CK107"] = ("Repeat the CORS headers of the default on it.", """
            resource "aws_api_gateway_gateway_response" "unauthorized" {
              rest_api_id        = aws_api_gateway_rest_api.shop.id
              response_type      = "UNAUTHORIZED"
              response_templates = { "application/json" = "{\"message\":$context.error.messageString}" }
              response_parameters = {
                "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
              }
            }
            """),
        ["CK109"] = ("Write one origin; for several let the app answer OPTIONS (http_method = \"ANY\", type = \"AWS_PROXY\"), which echoes the one that asks.", MockHeaders),
        ["CK110"] = ("Put single quotes inside the string.", """
            response_parameters = {
              "method.response.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
            }
            """),
        ["CK111"] = ("Name the origin, or leave credentials out.", """
            response_parameters = {
              "gatewayresponse.header.Access-Control-Allow-Origin"      = "'https://shop.example.com'"
              "gatewayresponse.header.Access-Control-Allow-Credentials" = "'true'"
              "gatewayresponse.header.Vary"                             = "'Origin'"
            }
            """),
        ["CK112"] = ("Let the app answer OPTIONS, or map the headers that its policy writes.", MockHeaders),
        ["CK113"] = ("Set content_handling = \"CONVERT_TO_TEXT\" on the OPTIONS integration, let the function answer OPTIONS, or narrow binary_media_types.", """
            resource "aws_api_gateway_integration" "options" {
              rest_api_id       = aws_api_gateway_rest_api.shop.id
              resource_id       = aws_api_gateway_resource.orders.id
              http_method       = aws_api_gateway_method.options.http_method
              type              = "MOCK"
              content_handling  = "CONVERT_TO_TEXT"
              request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
            }
            """),
        ["CK114"] = ("Give the deployment triggers that change with the API. (A plan does not show replace_triggered_by, which does the same.)", Deployment),
        ["CK115"] = ("Name every method, integration, response and gateway response in triggers or depends_on.", Deployment),
        ["CK116"] = ("Make the request header Origin a cache key parameter of each cached method, or switch the cache off.", """
            resource "aws_api_gateway_method" "get" {
              rest_api_id        = aws_api_gateway_rest_api.shop.id
              resource_id        = aws_api_gateway_resource.orders.id
              http_method        = "GET"
              authorization      = "NONE"
              request_parameters = { "method.request.header.Origin" = false }
            }

            resource "aws_api_gateway_integration" "get" {
              rest_api_id             = aws_api_gateway_rest_api.shop.id
              resource_id             = aws_api_gateway_resource.orders.id
              http_method             = aws_api_gateway_method.get.http_method
              type                    = "AWS_PROXY"
              integration_http_method = "POST"
              uri                     = aws_lambda_function.app.invoke_arn
              cache_key_parameters    = ["method.request.header.Origin"]
            }
            """),
        ["CK117"] = ("Write the same origin and credentials on gateway responses as on preflights.", ErrorResponses),
        ["CK118"] = ("Map the CORS headers in the integration response and declare them in the method response, or let the function answer OPTIONS.", MockHeaders),
        ["CK119"] = ("Add the method to Access-Control-Allow-Methods.", MockHeaders),
        ["CK120"] = ("Add the header to Access-Control-Allow-Headers.", MockHeaders),
        ["CK121"] = ("List authorization beside the wildcard, or list all headers.", """
            response_parameters = {
              "method.response.header.Access-Control-Allow-Headers" = "'*,authorization'"
            }
            """),
        ["CK122"] = ("Write the request template with statusCode as a number.", """
            request_templates = { "application/json" = jsonencode({ statusCode = 200 }) }
            """),
        ["CK123"] = ("Map Access-Control-Allow-Origin in each integration response and declare it in the method response.", MockHeaders),
        ["CK124"] = ("Declare the header in the method response of the same status.", DeclaredHeaders),
        ["CK125"] = ("Write the origin as the browser sends it; for several origins or a pattern let the app answer OPTIONS.", MockHeaders),
        ["CK126"] = ("Write plain names with commas between them, inside one pair of single quotes.", MockHeaders),
    };
}
