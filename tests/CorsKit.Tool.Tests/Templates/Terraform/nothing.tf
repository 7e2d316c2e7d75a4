resource "aws_s3_bucket" "pages" {
  bucket = "shop-pages"
}
