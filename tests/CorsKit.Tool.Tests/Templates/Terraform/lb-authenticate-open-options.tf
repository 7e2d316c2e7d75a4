resource "aws_lb_target_group" "app" {
  name        = "app"
  target_type = "lambda"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/0123456789abcdef"
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"

  default_action {
    type = "authenticate-oidc"

    authenticate_oidc {
      authorization_endpoint = "https://issuer.example.com/authorize"
      client_id              = "shop"
      client_secret          = "secret"
      issuer                 = "https://issuer.example.com"
      token_endpoint         = "https://issuer.example.com/token"
      user_info_endpoint     = "https://issuer.example.com/userinfo"
    }
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}

resource "aws_alb_listener_rule" "preflights" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }

  condition {
    http_request_method {
      values = ["OPTIONS"]
    }
  }
}
