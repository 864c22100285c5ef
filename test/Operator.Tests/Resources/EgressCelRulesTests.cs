using System.Reflection;
using System.Text.Json;
using AiGateway.Contracts.Cel;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>What the CRD's rules about egress say, evaluated: API servers before 1.25 cannot show it.</summary>
public sealed class EgressCelRulesTests
{
    private static readonly CelEnvironment Self = new(new CelVariable("self", CelType.MapOf(CelType.Dyn)));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"mode":"Cooperative","whenUnenforceable":"Refuse","allow":["x"],"intercept":["y"],"trustedRoots":{"configMap":"r"}}""", "")]
    [InlineData("""{"mode":"Redirected","whenUnenforceable":"Lower","dns":{"names":"Listed"}}""", "")]
    [InlineData("""{"dns":{}}""", RuleMessages.DnsNeedsRedirected)]
    [InlineData("""{"mode":"Cooperative","dns":{}}""", RuleMessages.DnsNeedsRedirected)]
    [InlineData("""{"whenUnenforceable":"Lower"}""", RuleMessages.LowerNeedsRedirected)]
    [InlineData("""{"mode":"Cooperative","whenUnenforceable":"Lower"}""", RuleMessages.LowerNeedsRedirected)]
    [InlineData("""{"trustedRoots":{"configMap":"r"}}""", RuleMessages.RootsNeedIntercept)]
    [InlineData("""{"trustedRoots":{"configMap":"r"},"intercept":[]}""", RuleMessages.RootsNeedIntercept)]
    public void Rules_OfEgress_SayWhatIsWrong(string egress, string message) => Assert.Equal(message, Broken<EgressAccess>(egress));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"namespaceSelector":{},"egress":{}}""", "")]
    [InlineData("""{"namespaceSelector":{},"egress":{"networkPolicy":"Off"}}""", "")]
    [InlineData("""{"mode":"Audit","egress":{"networkPolicy":"Off"}}""", "")]
    [InlineData("""{"mode":"Enforce","egress":{"networkPolicy":"Generate"}}""", "")]
    [InlineData("""{"egress":{"networkPolicy":"Generate","trustedRoots":{"configMap":"r"}}}""", "")]
    [InlineData("""{"namespaceSelector":{},"egress":{"trustedRoots":{"configMap":"r"}}}""", RuleMessages.CeilingRoots)]
    [InlineData("""{"namespaceSelector":{},"egress":{"networkPolicy":"Generate"}}""", RuleMessages.CeilingNetworkPolicy)]
    [InlineData("""{"mode":"Audit","egress":{"networkPolicy":"Generate"}}""", RuleMessages.AuditNetworkPolicy)]
    [InlineData("""{"namespaceSelector":{},"egress":{"allow":["x"]}}""", RuleMessages.CeilingAllows)]
    [InlineData("""{"namespaceSelector":{},"egress":{"allow":[]}}""", "")]
    [InlineData("""{"egress":{"allow":["x"]}}""", "")]
    public void Rules_OfAPolicy_SayWhatIsWrong(string spec, string message) => Assert.Equal(message, Broken<AgentPolicySpec>(spec));

    private static string Broken<T>(string json)
    {
        var self = Read(JsonDocument.Parse(json).RootElement);
        return string.Join('\n', typeof(T).GetCustomAttributes<CelRuleAttribute>().Where(rule => !Holds(rule.Rule, self)).Select(rule => rule.Message));
    }

    private static bool Holds(string rule, CelValue self)
    {
        var parsing = CelExpression.Parse(rule, Self);
        Assert.Empty(parsing.Errors);
        return parsing.Expression!.Evaluate(_ => self).Holds;
    }

    private static CelValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => CelValue.Of(json.EnumerateObject().ToDictionary(member => member.Name, member => Read(member.Value))),
        JsonValueKind.Array => CelValue.Of([.. json.EnumerateArray().Select(Read)]),
        _ => CelValue.Of(json.GetString()),
    };
}
