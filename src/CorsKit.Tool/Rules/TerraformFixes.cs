namespace CorsKit.Tool.Rules;

/// <summary>The fixes of rules in Terraform's words: what check says of a plan, and explain with --terraform.</summary>
internal static class TerraformFixes
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

    private const string HttpCors = """
        cors_configuration {
          allow_origins = ["https://shop.example.com"]
          allow_methods = ["GET", "PUT", "DELETE"]
          allow_headers = ["content-type", "authorization"]
        }
        """;

    private const string UrlCors = """
        cors {
          allow_origins = ["https://shop.example.com"]
          allow_methods = ["GET", "PUT"]
          allow_headers = ["content-type", "authorization"]
          max_age       = 7200
        }
        """;

    private const string OpenRoute = """
        resource "aws_apigatewayv2_route" "preflights" {
          api_id             = aws_apigatewayv2_api.shop.id
          route_key          = "OPTIONS /{proxy+}"
          authorization_type = "NONE"
          target             = "integrations/${aws_apigatewayv2_integration.app.id}"
        }
        """;

    private const string ForwardAll = """
        cache_policy_id          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" # CachingDisabled
        origin_request_policy_id = "b689b0a8-53d0-40ab-baf2-68738e2966ac" # AllViewerExceptHostHeader
        """;

    private static readonly Dictionary<string, (string Fix, string? Hcl)> ByCode = new(StringComparer.Ordinal)
    {
        ["CK001"] = ("Check what is named too, or the plan of a change that is made once the values are known.", null),
        ["CK002"] = ("Check the plan of the configuration that declares the API.", null),
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
        ["CK201"] = ("Keep one owner: set \"Enabled\": false in the app's settings, or remove cors_configuration.", null),
        ["CK202"] = ("Remove cors_configuration and let the app own CORS, or write what its policy says and set \"Enabled\": false.", HttpCors),
        ["CK203"] = ("List the origins, or leave allow_credentials out.", """
            cors_configuration {
              allow_origins     = ["https://shop.example.com"]
              allow_methods     = ["GET", "PUT"]
              allow_headers     = ["content-type"]
              allow_credentials = true
            }
            """),
        ["CK204"] = ("List plain http or https origins, or remove cors_configuration and let the app decide, which knows patterns and schemes.", HttpCors),
        ["CK205"] = ("List origins, methods and headers, authorization by its name; \"*\" stands for other headers where no credentials are allowed.", HttpCors),
        ["CK206"] = ("Add the route OPTIONS /{proxy+} without authorizer, with the same integration.", OpenRoute),
        ["CK207"] = ("Route everything to the app ($default, or ANY and OPTIONS routes without authorizer), or set cors_configuration.", """
            resource "aws_apigatewayv2_route" "everything" {
              api_id    = aws_apigatewayv2_api.shop.id
              route_key = "$default"
              target    = "integrations/${aws_apigatewayv2_integration.app.id}"
            }
            """),
        ["CK208"] = ("Set auto_deploy = true on the stage, or give it a deployment with triggers.", """
            resource "aws_apigatewayv2_stage" "live" {
              api_id      = aws_apigatewayv2_api.shop.id
              name        = "$default"
              auto_deploy = true
            }
            """),
        ["CK209"] = ("Use the stage $default, or a name that no path begins with.", """
            name = "$default"
            """),
        ["CK210"] = ("Write one item for each value.", """
            allow_headers = ["content-type", "authorization"]
            """),
        ["CK211"] = ("Add it to allow_methods or allow_headers.", HttpCors),
        ["CK212"] = ("List authorization beside the wildcard, or list all headers.", """
            allow_headers = ["*", "authorization"]
            """),
        ["CK213"] = ("Write plain methods and header names, one to an item, and seconds.", HttpCors),
        ["CK301"] = ("Keep one owner: remove the cors block from the Function URL, or set \"Enabled\": false in the app's settings.", """
            resource "aws_lambda_function_url" "app" {
              function_name      = aws_lambda_function.app.function_name
              authorization_type = "NONE"
            }
            """),
        ["CK302"] = ("Remove it from allow_methods.", UrlCors),
        ["CK303"] = ("Set max_age to 0 to 86400; 7200 is the longest that Chromium honors.", UrlCors),
        ["CK304"] = ("Write one item for each value.", UrlCors),
        ["CK305"] = ("List the origins, methods and headers, or leave allow_credentials out.", """
            cors {
              allow_origins     = ["https://shop.example.com"]
              allow_methods     = ["GET", "PUT"]
              allow_headers     = ["content-type"]
              allow_credentials = true
            }
            """),
        ["CK306"] = ("Write what the app's policy says, or remove the cors block and let the app own CORS.", UrlCors),
        ["CK307"] = ("Set authorization_type = \"NONE\" and let the app authenticate, or let CloudFront sign (origin access control).", """
            resource "aws_cloudfront_origin_access_control" "app" {
              name                              = "app"
              origin_access_control_origin_type = "lambda"
              signing_behavior                  = "always"
              signing_protocol                  = "sigv4"
            }
            """),
        ["CK308"] = ("Write whole origins, plain header names and seconds; for patterns remove the cors block and let the app decide.", UrlCors),
        ["CK309"] = ("List origins, methods and headers, or remove the cors block and let the app decide.", UrlCors),
        ["CK401"] = ("Remove the attributes routing_http_response_access_control_… and let the app own CORS.", null),
        ["CK402"] = ("Add a rule with a lower priority number that forwards the method OPTIONS without authentication.", """
            resource "aws_lb_listener_rule" "preflights" {
              listener_arn = aws_lb_listener.https.arn
              priority     = 1

              condition {
                http_request_method {
                  values = ["OPTIONS"]
                }
              }

              action {
                type             = "forward"
                target_group_arn = aws_lb_target_group.app.arn
              }
            }
            """),
        ["CK403"] = ("Write one origin as the browser sends it, or remove the attributes and let the app own CORS.", """
            routing_http_response_access_control_allow_origin_header_value = "https://shop.example.com"
            """),
        ["CK501"] = ("Allow all seven methods, or GET, HEAD and OPTIONS.", """
            allowed_methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
            """),
        ["CK502"] = ("Put Origin into the cache policy, or use CachingDisabled for the API.", """
            resource "aws_cloudfront_cache_policy" "api" {
              name        = "api-by-origin"
              min_ttl     = 0
              default_ttl = 0
              max_ttl     = 31536000
              parameters_in_cache_key_and_forwarded_to_origin {
                enable_accept_encoding_gzip   = true
                enable_accept_encoding_brotli = true

                headers_config {
                  header_behavior = "whitelist"
                  headers {
                    items = ["Origin", "Authorization"]
                  }
                }
                cookies_config {
                  cookie_behavior = "none"
                }
                query_strings_config {
                  query_string_behavior = "all"
                }
              }
            }
            """),
        ["CK503"] = ("Put Origin into the cache policy where that caches; with CachingDisabled, use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac).", ForwardAll),
        ["CK504"] = ("Use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac).", ForwardAll),
        ["CK505"] = ("Use AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac) instead.", ForwardAll),
        ["CK506"] = ("Set origin_override = false or remove cors_config, or set \"Enabled\": false in the app's settings; OPTIONS still needs a 2xx from behind.", """
            cors_config {
              origin_override                  = false
              access_control_allow_credentials = false
              access_control_allow_origins {
                items = ["https://shop.example.com"]
              }
              access_control_allow_methods {
                items = ["GET", "PUT", "DELETE"]
              }
              access_control_allow_headers {
                items = ["content-type", "authorization"]
              }
            }
            """),
        ["CK507"] = ("Call the API by https; \"https-only\" makes the mistake plain.", """
            viewer_protocol_policy = "https-only"
            """),
        ["CK508"] = ("Take OPTIONS out of cached_methods, or put Origin, Access-Control-Request-Method and Access-Control-Request-Headers into the cache policy.", """
            cached_methods = ["GET", "HEAD"]
            """),
        ["CK509"] = ("Write origins as the browser sends them, and whole lists where credentials are allowed.", """
            access_control_allow_origins {
              items = ["https://shop.example.com"]
            }
            """),
        ["CK602"] = ("Switch the app's CORS on, or set cors_configuration (HTTP API) or cors (Function URL).", null),
    };

    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <summary>The lines to paste; null where there are none.</summary>
    public static string? Hcl(string code) => ByCode.GetValueOrDefault(code).Hcl;

    /// <summary>The rule, with what to do in Terraform's words.</summary>
    public static RuleHelp In(RuleHelp rule) => ByCode.TryGetValue(rule.Code, out var terraform) ? rule with { Fix = terraform.Fix, Paste = terraform.Hcl, IsInTerraform = true } : rule;
}
