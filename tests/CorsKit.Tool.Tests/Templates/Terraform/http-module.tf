module "open" {
  source = "./http"
  cors   = { allow_origins = ["*"], allow_methods = ["PUT"], allow_headers = ["*"], allow_credentials = true }
  routes = { "PUT /orders" = {} }
}

module "guarded" {
  source = "./http"
  cors   = { allow_origins = ["https://shop.example.com"], allow_methods = ["GET"], allow_headers = ["authorization"] }
  routes = { "ANY /orders" = { authorizer = "jwt" }, "GET /items" = { authorizer = "admin" } }
}

# module http

variable "create" { default = true }
variable "cors" { type = any }
variable "routes" { type = any }

resource "aws_apigatewayv2_api" "this" {
  count         = var.create ? 1 : 0
  name          = "shop"
  protocol_type = "HTTP"

  dynamic "cors_configuration" {
    for_each = [var.cors]

    content {
      allow_origins     = try(cors_configuration.value.allow_origins, null)
      allow_methods     = try(cors_configuration.value.allow_methods, null)
      allow_headers     = try(cors_configuration.value.allow_headers, null)
      allow_credentials = try(cors_configuration.value.allow_credentials, null)
    }
  }
}

resource "aws_apigatewayv2_authorizer" "this" {
  for_each        = toset(["jwt", "admin"])
  api_id          = aws_apigatewayv2_api.this[0].id
  name            = each.key
  authorizer_type = "JWT"

  jwt_configuration {
    issuer   = "https://issuer.example.com"
    audience = [each.key]
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each           = { for key, route in var.routes : key => route if var.create }
  api_id             = try(aws_apigatewayv2_api.this[0].id, "")
  route_key          = each.key
  authorization_type = try(each.value.authorizer, null) == null ? "NONE" : "JWT"
  authorizer_id      = try(aws_apigatewayv2_authorizer.this[each.value.authorizer].id, null)
}

resource "aws_apigatewayv2_stage" "this" {
  count       = var.create ? 1 : 0
  api_id      = aws_apigatewayv2_api.this[0].id
  name        = "$default"
  auto_deploy = true
}
