# CORS of the default policy in off.json, for terraform-function-url (corskit export).
# Everybody may call it only with a permission for lambda:InvokeFunctionUrl and one for lambda:InvokeFunction; else it answers 403.
variable "function_name" {
  type = string
}

resource "aws_lambda_function_url" "api" {
  function_name      = var.function_name
  authorization_type = "NONE"

  cors {
    allow_origins = ["https://shop.example.com"]
    allow_methods = ["GET", "HEAD", "POST", "PUT"]
    allow_headers = ["content-type", "authorization"]
    max_age       = 7200
  }
}
