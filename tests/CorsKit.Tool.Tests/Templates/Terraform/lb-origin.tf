resource "aws_lb_target_group" "app" {
  name        = "app"
  target_type = "lambda"
}

resource "aws_lb_listener" "https" {
  load_balancer_arn                                              = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/0123456789abcdef"
  port                                                           = 443
  protocol                                                       = "HTTPS"
  certificate_arn                                                = "arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
  routing_http_response_access_control_allow_origin_header_value = "https://shop.example.com/"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}
