resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

locals {
  paths = { orders = "GET", items = "PUT" }
}

resource "aws_api_gateway_resource" "path" {
  for_each    = local.paths
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = each.key
}

resource "aws_api_gateway_method" "path" {
  for_each      = local.paths
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.path[each.key].id
  http_method   = each.value
  authorization = "NONE"
}

resource "aws_api_gateway_method" "options" {
  for_each      = { for key, path in aws_api_gateway_resource.path : key => path if key != "items" }
  rest_api_id   = each.value.rest_api_id
  resource_id   = each.value.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "options" {
  for_each                = aws_api_gateway_method.options
  rest_api_id             = each.value.rest_api_id
  resource_id             = each.value.resource_id
  http_method             = each.value.http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "OPTIONS"
  uri                     = "https://orders.example.com"
}

resource "aws_api_gateway_gateway_response" "errors" {
  for_each      = toset(["DEFAULT_4XX", "DEFAULT_5XX"])
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  response_type = each.key
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
  }
}
