namespace CorsKit.Tool.Rules;

/// <summary>The fixes for what stands in front, load balancers and CloudFront, in Terraform's words.</summary>
internal static class TerraformEdgeFixes
{
    private const string ForwardAll = """
        cache_policy_id          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" # CachingDisabled
        origin_request_policy_id = "b689b0a8-53d0-40ab-baf2-68738e2966ac" # AllViewerExceptHostHeader
        """;

    public static readonly Dictionary<string, (string Fix, string? Hcl)> ByCode = new(StringComparer.Ordinal)
    {
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
    };
}
