# An IAM user that rotates its own access keys, and nothing else: for a job that signs with the key that it rotates.

# The rotation keeps its state in tags of the user: Terraform is to leave them alone.
provider "aws" {
  ignore_tags {
    key_prefixes = ["rotate-iam-access-keys", "AKIA"]
  }
}

data "aws_partition" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_iam_user" "ci_bot" {
  name = "ci-bot"
  path = "/ci/"
}

# No aws_iam_access_key beside it: Terraform would switch on, or recreate, a key that has been replaced. Make the first
# key by hand, store it in the secrets, and let the rotation do the rest.

# With AskWhatOwnPolicyAllows, a plan says what this policy lacks. No rotation needs it.
resource "aws_iam_user_policy" "rotate_own_keys" {
  name   = "rotate-own-keys"
  user   = aws_iam_user.ci_bot.name
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "RotateOwnKeys",
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
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/$${aws:username}",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/*/$${aws:username}"
          ]
        },
        {
          "Sid": "OwnRotationStateTagsOnly",
          "Effect": "Allow",
          "Action": ["iam:TagUser", "iam:UntagUser"],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/$${aws:username}",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/*/$${aws:username}"
          ],
          "Condition": {
            "ForAllValues:StringLike": { "aws:TagKeys": ["rotate-iam-access-keys*", "AKIA*"] },
            "Null": { "aws:TagKeys": "false" }
          }
        },
        {
          "Sid": "AskWhatOwnPolicyAllows",
          "Effect": "Allow",
          "Action": "iam:SimulatePrincipalPolicy",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/$${aws:username}",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:user/*/$${aws:username}"
          ]
        }
      ]
    }
  JSON
}
