resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

locals {
  api  = aws_api_gateway_rest_api.shop.id
  root = aws_api_gateway_rest_api.shop.root_resource_id
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = local.api
  parent_id   = local.root
  path_part   = "orders"
}

resource "aws_api_gateway_method" "put" {
  rest_api_id   = local.api
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "PUT"
  authorization = "NONE"
}

resource "aws_api_gateway_gateway_response" "errors" {
  for_each      = toset(["DEFAULT_4XX", "DEFAULT_5XX"])
  rest_api_id   = local.api
  response_type = each.key
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
  }
}
