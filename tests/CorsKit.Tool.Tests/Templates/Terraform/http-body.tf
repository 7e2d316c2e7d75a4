resource "aws_apigatewayv2_api" "shop" {
  name          = "shop"
  protocol_type = "HTTP"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "shop", version = "1" }
    "x-amazon-apigateway-cors" = {
      allowOrigins     = ["*"]
      allowMethods     = ["PUT"]
      allowHeaders     = ["content-type"]
      allowCredentials = true
    }
    paths = {
      "/orders" = { put = { "x-amazon-apigateway-integration" = { type = "http_proxy", httpMethod = "PUT", uri = "https://orders.example.com", payloadFormatVersion = "1.0" } } }
    }
  })
}
