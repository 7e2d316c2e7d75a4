module "api" {
  source   = "./api"
  for_each = toset(["eu", "us"])
  name     = each.key
}

resource "aws_api_gateway_method" "eu" {
  rest_api_id   = module.api["eu"].id
  resource_id   = module.api["eu"].root
  http_method   = "PUT"
  authorization = "NONE"
}

resource "aws_api_gateway_method" "all" {
  for_each      = module.api
  rest_api_id   = each.value.id
  resource_id   = each.value.root
  http_method   = "GET"
  authorization = "NONE"
}

resource "aws_api_gateway_method" "us" {
  rest_api_id   = module.api["us"].id
  resource_id   = module.api["us"].root
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_gateway_response" "errors" {
  for_each      = { for pair in setproduct(["eu", "us"], ["DEFAULT_4XX", "DEFAULT_5XX"]) : "${pair[0]} ${pair[1]}" => pair }
  rest_api_id   = module.api[each.value[0]].id
  response_type = each.value[1]
  response_parameters = {
    "gatewayresponse.header.Access-Control-Allow-Origin" = "'https://shop.example.com'"
  }
}

# module api

variable "name" {}

resource "aws_api_gateway_rest_api" "this" {
  count = 1
  name  = var.name
}

output "id" {
  value = aws_api_gateway_rest_api.this[0].id
}

output "root" {
  value = one(aws_api_gateway_rest_api.this[*].root_resource_id)
}
