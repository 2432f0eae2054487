"""Networks, load balancers, firewalls and WAF."""

import aws_cdk as cdk
from aws_cdk import aws_appmesh as appmesh
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancing as elb
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_networkfirewall as networkfirewall
from aws_cdk import aws_waf as waf
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct


class Network(cdk.Stack):
    """What everything else stands in."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        # vpc-traffic-unlogged, vpc-construct-default-security-group-open
        self.vpc = ec2.Vpc(self, "Vpc", max_azs=2)
        self.certificate = acm.Certificate(self, "Certificate", domain_name="shop.example.com")
        self._groups()
        self._ways_in()
        self._firewall()
        self._balancers()
        self._classic_balancers()
        self._web_acls()

    def _groups(self) -> None:
        anyone = ec2.Peer.any_ipv4()
        default = ec2.SecurityGroup.from_security_group_id(
            self, "Default", self.vpc.vpc_default_security_group
        )
        default.add_ingress_rule(anyone, ec2.Port.HTTPS)
        admins = ec2.SecurityGroup(self, "Admins", vpc=self.vpc)
        admins.add_ingress_rule(anyone, ec2.Port.SSH)
        admins.add_ingress_rule(anyone, ec2.Port.RDP)
        service = ec2.SecurityGroup(self, "Service", vpc=self.vpc)
        service.add_ingress_rule(anyone, ec2.Port.all_traffic())
        database = ec2.SecurityGroup(self, "Database", vpc=self.vpc)
        database.add_ingress_rule(anyone, ec2.Port.POSTGRES)
        acl = ec2.NetworkAcl(self, "Acl", vpc=self.vpc)
        acl.add_entry(
            "Ssh",
            rule_number=100,
            cidr=ec2.AclCidr.any_ipv4(),
            traffic=ec2.AclTraffic.tcp_port(22),
        )
        acl.add_entry(
            "Mail",
            rule_number=100,  # nacl-rule-number-twice
            cidr=ec2.AclCidr.ipv4("10.0.0.0/8"),
            traffic=ec2.AclTraffic.tcp_port(587),
        )

    def _ways_in(self) -> None:
        self.vpc.add_vpn_connection(
            "Office",
            ip="198.51.100.7",
            tunnel_options=[
                ec2.VpnTunnelOption(
                    # private-key-in-template
                    pre_shared_key_secret=cdk.SecretValue.unsafe_plain_text("kept4ever"),
                )
            ],
        )
        endpoint = ec2.CfnClientVpnEndpoint
        ec2.CfnClientVpnEndpoint(
            self,
            "ClientVpn",
            client_cidr_block="10.9.0.0/22",
            server_certificate_arn=self.certificate.certificate_arn,
            authentication_options=[
                endpoint.ClientAuthenticationRequestProperty(
                    type="certificate-authentication",
                    mutual_authentication=endpoint.CertificateAuthenticationRequestProperty(
                        client_root_certificate_chain_arn=self.certificate.certificate_arn,
                    ),
                ),
            ],
            connection_log_options=endpoint.ConnectionLogOptionsProperty(enabled=False),
        )
        ec2.CfnTransitGateway(self, "Hub", auto_accept_shared_attachments="enable")
        inspecting = elbv2.CfnLoadBalancer(
            self,
            "Inspecting",
            type="gateway",
            subnets=self.vpc.select_subnets(subnet_type=ec2.SubnetType.PUBLIC).subnet_ids,
        )
        ec2.CfnVPCEndpointService(
            self,
            "Shared",
            gateway_load_balancer_arns=[inspecting.ref],
            acceptance_required=False,
        )

    def _firewall(self) -> None:
        group = networkfirewall.CfnRuleGroup
        networkfirewall.CfnRuleGroup(
            self,
            "Telnet",
            capacity=10,
            rule_group_name="telnet",
            type="STATELESS",
            rule_group=group.RuleGroupProperty(
                rules_source=group.RulesSourceProperty(
                    stateless_rules_and_custom_actions=group.StatelessRulesAndCustomActionsProperty(
                        stateless_rules=[],
                    ),
                ),
            ),
        )
        policy = networkfirewall.CfnFirewallPolicy(
            self,
            "Policy",
            firewall_policy_name="edge",
            firewall_policy=networkfirewall.CfnFirewallPolicy.FirewallPolicyProperty(
                stateless_default_actions=["aws:pass"],
                stateless_fragment_default_actions=["aws:pass"],
            ),
        )
        networkfirewall.CfnFirewall(
            self,
            "Firewall",
            firewall_name="edge",
            firewall_policy_arn=policy.ref,
            vpc_id=self.vpc.vpc_id,
            subnet_mappings=[
                networkfirewall.CfnFirewall.SubnetMappingProperty(
                    subnet_id=self.vpc.public_subnets[0].subnet_id,
                )
            ],
            delete_protection=False,
        )

    def _balancers(self) -> None:
        answer = elbv2.ListenerAction.fixed_response(404)
        balancer = elbv2.ApplicationLoadBalancer(
            self,
            "Balancer",
            vpc=self.vpc,
            internet_facing=True,
            desync_mitigation_mode=elbv2.DesyncMitigationMode.MONITOR,
        )
        balancer.add_listener("Http", port=80, default_action=answer)
        balancer.add_listener(
            "Https",
            port=443,
            ssl_policy=elbv2.SslPolicy.LEGACY,
            certificates=[
                elbv2.ListenerCertificate.from_arn(
                    "arn:aws:iam::111122223333:server-certificate/www"
                )
            ],
            default_action=answer,
        )

    def _classic_balancers(self) -> None:
        balancer = elb.LoadBalancer(self, "Classic", vpc=self.vpc)
        balancer.add_listener(external_port=80, external_protocol=elb.LoadBalancingProtocol.HTTP)
        balancer.add_listener(
            external_port=443,
            external_protocol=elb.LoadBalancingProtocol.HTTPS,
            ssl_certificate_arn="arn:aws:iam::111122223333:server-certificate/www",
        )
        elb.CfnLoadBalancer(
            self,
            "ClassicOfWeakCiphers",
            subnets=[self.vpc.public_subnets[0].subnet_id],
            listeners=[
                elb.CfnLoadBalancer.ListenersProperty(
                    instance_port="80",
                    load_balancer_port="443",
                    protocol="HTTPS",
                    ssl_certificate_id=self.certificate.certificate_arn,
                    policy_names=["own"],
                )
            ],
            policies=[
                elb.CfnLoadBalancer.PoliciesProperty(
                    policy_name="own",
                    policy_type="SSLNegotiationPolicyType",
                    attributes=[
                        {"Name": "Protocol-TLSv1.2", "Value": "true"},
                        {"Name": "ECDHE-RSA-AES128-GCM-SHA256", "Value": "true"},
                        {"Name": "DES-CBC3-SHA", "Value": "true"},
                    ],
                )
            ],
        )

    def _web_acls(self) -> None:
        wafv2.CfnWebACL(
            self,
            "WebAcl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=wafv2.CfnWebACL.VisibilityConfigProperty(
                cloud_watch_metrics_enabled=True, metric_name="shop", sampled_requests_enabled=True
            ),
        )
        waf.CfnWebACL(
            self,
            "ClassicWebAcl",
            name="shop",
            metric_name="shop",
            default_action=waf.CfnWebACL.WafActionProperty(type="BLOCK"),
        )
        appmesh.CfnMesh(self, "Mesh", mesh_name="shop")
