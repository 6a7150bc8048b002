# A role that jobs of one GitHub repository assume through OIDC, and that rotates the access keys of the IAM users below
# one path: for a central rotation. Once in each account.

variable "subject" {
  description = "The \"sub\" of the job's OIDC token. In repositories made since 15 July 2026 owner and repository carry their IDs: repo:OWNER@ID/REPO@ID:ref:refs/heads/main."
  type        = string

  validation {
    condition     = can(regex("^repo:[^*:]+/[^*:]+:(ref:refs/heads/[^*]+|environment:[^*]+)$", var.subject))
    error_message = "Write repo:OWNER/REPO:ref:refs/heads/BRANCH or repo:OWNER/REPO:environment:NAME, without wildcards."
  }
}

variable "user_path" {
  description = "Path of the IAM users to rotate, without the slashes around it."
  type        = string
  default     = "ci"
}

# The rotation keeps its state in tags of the users: where Terraform describes the users, too, it is to leave them alone.
provider "aws" {
  ignore_tags {
    key_prefixes = ["rotate-iam-access-keys", "AKIA"]
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

# An account can have this provider once: where it is there already, replace the resource by a data source.
resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "key_rotation" {
  name               = "key-rotation"
  description        = "Rotates the access keys of IAM users below one path."
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "Federated": "${aws_iam_openid_connect_provider.github.arn}" },
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {
            "StringEquals": {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "${var.subject}"
            }
          }
        }
      ]
    }
  JSON
}

# With AskWhatOwnPolicyAllows, a plan says what this policy lacks. No rotation needs it.
resource "aws_iam_role_policy" "rotate_access_keys" {
  name   = "rotate-access-keys"
  role   = aws_iam_role.key_rotation.name
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "RotateScopedUsers",
          "Effect": "Allow",
          "Action": [
            "iam:CreateAccessKey",
            "iam:DeleteAccessKey",
            "iam:GetAccessKeyLastUsed",
            "iam:GetUser",
            "iam:ListAccessKeys",
            "iam:ListUserTags",
            "iam:UpdateAccessKey"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/${var.user_path}/*"
        },
        {
          "Sid": "RotationStateTagsOnly",
          "Effect": "Allow",
          "Action": ["iam:TagUser", "iam:UntagUser"],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/${var.user_path}/*",
          "Condition": {
            "ForAllValues:StringLike": { "aws:TagKeys": ["rotate-iam-access-keys*", "AKIA*"] },
            "Null": { "aws:TagKeys": "false" }
          }
        },
        {
          "Sid": "AskWhatOwnPolicyAllows",
          "Effect": "Allow",
          "Action": "iam:SimulatePrincipalPolicy",
          "Resource": "${aws_iam_role.key_rotation.arn}"
        }
      ]
    }
  JSON
}

output "role_arn" {
  description = "For role-to-assume."
  value       = aws_iam_role.key_rotation.arn
}
