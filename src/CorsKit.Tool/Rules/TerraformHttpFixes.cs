namespace CorsKit.Tool.Rules;

/// <summary>The fixes for HTTP APIs and Function URLs in Terraform's words.</summary>
internal static class TerraformHttpFixes
{
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

    public static readonly Dictionary<string, (string Fix, string? Hcl)> ByCode = new(StringComparer.Ordinal)
    {
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
        ["CK206"] = ("Add a route for OPTIONS on the same path, without authorizer and with the same integration.", OpenRoute),
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
    };
}
