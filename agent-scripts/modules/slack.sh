# shellcheck shell=sh
# module: slack  also=community.general.slack
# summary: post a message to Slack
# check: full   diff: none
# runs: controller
# The bastion sends the message, by the proxy of its environment, also for tasks that aren't delegated.
# example: slack: {token: "{{ vault_slack_token }}", channel: "#rollouts", msg: "{{ inventory_hostname }} is done"}
# option: token        str  required  secret           the key of an incoming webhook (A/B/C), or a token of the Web API (xoxb-…)
# option: msg          str                             the text
# option: channel      str                             the channel; the one of the webhook if it is left out
# option: thread_id    str                             the ts of the message to answer
# option: message_id   str                             the ts of the message to change in place of posting one
# option: username     str  default=Ansible            the sender's name
# option: icon_url     str  default=https://docs.ansible.com/favicon.ico    the sender's picture
# option: icon_emoji   str                             an emoji in place of the picture
# option: link_names   enum 1|0  default=1             link names of channels and users in the text
# option: parse        enum full|none                  how Slack reads the text
# option: prepend_hash enum always|never|auto  default=auto    whether a # is written before the channel; auto: unless it begins with #, @, C0, GF, G0 or CP
# option: color        str  default=normal             good, warning, danger or a hex colour (#00aacc) for a bar beside the text
# option: attachments  list/dict                       attachments of Slack's API
# option: blocks       list/dict                       blocks of Slack's API
# option: domain       str                             slack.com or slack-gov.com; the workspace's own domain for old tokens
# option: validate_certs bool  default=true            check the certificate of Slack
# result: ts       the id of the message, from the Web API
# result: channel  the id of the channel, from the Web API
# result: payload  what was sent, to the Web API
# result: api      what the Web API answered
