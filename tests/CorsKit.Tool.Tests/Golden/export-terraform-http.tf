# CORS of the default policy in two.json, for terraform-http (corskit export).
# The HTTP API answers preflights itself and ignores the app's CORS headers: set "Enabled": false in the app's settings.
resource "aws_apigatewayv2_api" "api" {
  name          = "api"
  protocol_type = "HTTP"

  cors_configuration {
    allow_origins     = ["https://shop.example.com", "https://admin.example.com"]
    allow_methods     = ["GET", "HEAD", "POST", "PUT"]
    allow_headers     = ["content-type"]
    allow_credentials = true
    max_age           = 7200
  }
}
