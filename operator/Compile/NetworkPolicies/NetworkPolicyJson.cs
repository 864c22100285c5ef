using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.NetworkPolicies;

/// <summary>A plan as the NetworkPolicy that is applied, and nothing more: a label of somebody else stays.</summary>
internal static class NetworkPolicyJson
{
    /// <summary>By which what is kept is found again; <see cref="ManagedBy"/> is its value.</summary>
    public const string ManagedByLabel = Group.ManagedByLabel;

    public const string ManagedBy = Group.ManagedBy;

    /// <summary>What no connection may go to, and a range of addresses may contain: link-local, and the metadata services that are not.</summary>
    private static readonly ImmutableArray<IPNetwork> Refused =
    [
        .. new[] { "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32", "fe80::/10", "fd00:ec2::/32", "fd20:ce::254/128" }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly ImmutableArray<IPNetwork> Everywhere = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    /// <summary>The whole object.</summary>
    /// <param name="plan">What it says; one that is known.</param>
    /// <param name="server">What the API server takes.</param>
    public static ReadOnlyMemory<byte> Write(NetworkPolicyPlan plan, NetworkPolicyServer server)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", "networking.k8s.io/v1");
        json.WriteString("kind", "NetworkPolicy");
        WriteMetadata(json, plan);
        json.WriteStartObject("spec");
        WriteSelector(json, plan.Selector);
        json.WriteStartArray("policyTypes");
        json.WriteStringValue("Egress");
        json.WriteEndArray();
        json.WriteStartArray("egress");
        WriteRules(json, plan, server);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMetadata(Utf8JsonWriter json, NetworkPolicyPlan plan)
    {
        json.WriteStartObject("metadata");
        json.WriteString("name", plan.Key.Name);
        json.WriteString("namespace", plan.Key.Namespace);
        json.WriteStartObject("labels");
        json.WriteString(ManagedByLabel, ManagedBy);
        json.WriteEndObject();
        json.WriteStartArray("ownerReferences");
        json.WriteStartObject();
        json.WriteString("apiVersion", Group.ApiVersion);
        json.WriteString("kind", nameof(AgentPolicy));
        json.WriteString("name", plan.Policy.Name);
        json.WriteString("uid", plan.Policy.Uid);
        json.WriteBoolean("controller", true);
        json.WriteBoolean("blockOwnerDeletion", false);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Labels in order, so that equal plans are equal bytes.</summary>
    private static void WriteSelector(Utf8JsonWriter json, LabelSelector selector)
    {
        json.WriteStartObject("podSelector");
        json.WriteStartObject("matchLabels");
        foreach (var (key, value) in selector.MatchLabels.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
        json.WritePropertyName("matchExpressions");
        JsonSerializer.Serialize(json, selector.MatchExpressions, ResourceJson.Default.ImmutableArrayLabelSelectorRequirement);
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, NetworkPolicyPlan plan, NetworkPolicyServer server)
    {
        WriteRule(json, [("UDP", 53, null), ("TCP", 53, null)], null); // Name servers are where resolv.conf says, on the node too.
        WriteRule(json, [("TCP", server.StreamPort, null)], () => WriteNamespace(json, server.HasNameLabel ? ("kubernetes.io/metadata.name", plan.OperatorNamespace) : (Group.ControlPlaneLabel, "true")));
        foreach (var group in plan.Networks.GroupBy(one => one.Ports, one => one.Network))
        {
            var networks = group.Where(network => !Refused.Any(refused => IsWithin(network, refused))).ToList();
            if (networks.Count > 0) WriteRule(json, PortsOf([group.Key], server), () => networks.ForEach(network => WriteBlock(json, network)));
        }

        WriteRule(json, PortsOf(plan.OpenPorts, server), () =>
        {
            foreach (var network in Everywhere) WriteBlock(json, network);
            WriteNamespace(json, null); // To some network plugins a pod is no address.
        });
    }

    /// <summary>A rule without ports would be one for all of them: none is written.</summary>
    private static void WriteRule(Utf8JsonWriter json, ImmutableArray<(string Protocol, int? Port, int? End)> ports, Action? writePeers)
    {
        if (ports.IsEmpty) return;
        json.WriteStartObject();
        if (writePeers is not null)
        {
            json.WriteStartArray("to");
            writePeers();
            json.WriteEndArray();
        }

        json.WriteStartArray("ports");
        foreach (var (protocol, port, end) in ports)
        {
            json.WriteStartObject();
            json.WriteString("protocol", protocol);
            if (port is { } first) json.WriteNumber("port", first);
            if (end is { } last) json.WriteNumber("endPort", last);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ImmutableArray<(string, int?, int?)> PortsOf(IEnumerable<PortRange> ranges, NetworkPolicyServer server) =>
        [.. PortRange.Merge(ranges.Where(range => server.HasPortRanges || range.IsSayable)).SelectMany(range => PortsOf(range, server))];

    private static IEnumerable<(string, int?, int?)> PortsOf(PortRange range, NetworkPolicyServer server)
    {
        if (range.IsAll) return [("TCP", null, null)];
        if (range.First == range.Last) return [("TCP", range.First, null)];
        return server.HasPortRanges ? [("TCP", range.First, range.Last)] : Enumerable.Range(range.First, range.Last - range.First + 1).Select(port => ("TCP", (int?)port, (int?)null));
    }

    private static void WriteNamespace(Utf8JsonWriter json, (string Key, string Value)? label)
    {
        json.WriteStartObject();
        json.WriteStartObject("namespaceSelector");
        if (label is var (key, value))
        {
            json.WriteStartObject("matchLabels");
            json.WriteString(key, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter json, IPNetwork network)
    {
        json.WriteStartObject();
        json.WriteStartObject("ipBlock");
        json.WriteString("cidr", network.ToString());
        var except = Refused.Where(refused => IsWithin(refused, network)).ToList();
        if (except.Count > 0)
        {
            json.WriteStartArray("except");
            foreach (var refused in except) json.WriteStringValue(refused.ToString());
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool IsWithin(IPNetwork inner, IPNetwork outer) =>
        inner.BaseAddress.AddressFamily == outer.BaseAddress.AddressFamily && inner.PrefixLength >= outer.PrefixLength && outer.Contains(inner.BaseAddress);
}
