resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
  body = <<-YAML
    openapi: 3.0.1
    info: { title: shop, version: "1" }
    paths:
      /orders:
        x-amazon-apigateway-any-method:
          security: [{ jwt: [] }]
          x-amazon-apigateway-integration: { type: http_proxy, httpMethod: ANY, uri: "https://orders.example.com" }
    components:
      securitySchemes:
        jwt: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: { type: token } }
  YAML
}

resource "aws_api_gateway_gateway_response" "errors" {
  for_each      = toset(["DEFAULT_4XX", "DEFAULT_5XX"])
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  response_type = each.key
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
  }
}
