using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Cel;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>What a condition sees of a call's arguments, and what it does not get to see.</summary>
public sealed class ArgumentValuesTests
{
    [Theory]
    [InlineData("""{"a":1}""", "arguments.a == 1")]
    [InlineData("""{"a":-9223372036854775808}""", "arguments.a < 0")]
    [InlineData("""{"a":9223372036854775808}""", "arguments.a > 9.0")]
    [InlineData("""{"a":1.5e2}""", "arguments.a == 150.0")]
    [InlineData("""{"a":"x\u0041\n"}""", "arguments.a == 'xA\\n'")]
    [InlineData("""{"a":null}""", "arguments.a == null && has(arguments.a)")]
    [InlineData("""{"a":[1,"b",{"c":true}]}""", "arguments.a[2].c && size(arguments.a) == 3")]
    [InlineData("""{"a":{"b":{"c":[]}}}""", "size(arguments.a.b.c) == 0")]
    [InlineData("{}", "!has(arguments.a)")]
    [InlineData("", "!has(arguments.a)")]
    public void Read_Arguments_AreWhatTheyAre(string json, string when) => Assert.True(Holds(json, when), json);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""{"x":{"amount":1,"b":2,"Amount":3}}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":1""")]
    public void Read_WhatTwoReadersCouldReadDifferently_HasNoValue(string json) => Assert.Equal(CelKind.Fault, Read(json).Kind);

    [Fact]
    public void Read_BytesThatAreNoText_HaveNoValue()
    {
        using var body = BodyOf([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal(CelKind.Fault, new ArgumentValues(body, new(0, body.Length)).Read().Kind);
    }

    [Fact]
    public void Read_TooManyValues_HaveNoValue()
    {
        Assert.Equal(CelKind.Map, Read($"{{\"a\":[{string.Join(',', Enumerable.Repeat("1", ArgumentValues.MaxValues - 1))}]}}").Kind);
        Assert.Equal(CelKind.Fault, Read($"{{\"a\":[{string.Join(',', Enumerable.Repeat("1", ArgumentValues.MaxValues))}]}}").Kind);
    }

    [Fact]
    public void Read_TooManyBytes_HaveNoValue() => Assert.Equal(CelKind.Fault, Read($"{{\"a\":\"{new string('x', ArgumentValues.MaxBytes)}\"}}").Kind);

    [Fact]
    public void Read_TooDeep_HasNoValue() => Assert.Equal(CelKind.Fault, Read($"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}").Kind);

    [Fact]
    public void Read_BodyHasGone_HasNoValue()
    {
        var body = BodyOf("{}"u8);
        var values = new ArgumentValues(body, new(0, 2));

        body.Dispose();

        Assert.Equal(CelKind.Fault, values.Read().Kind);
    }

    [Fact]
    public void Read_FromThreadsWhileTheBodyGoes_IsWholeOrNothing()
    {
        for (var round = 0; round < 200; round++)
        {
            var body = BodyOf("""{"a":[1,2,3],"b":"text"}"""u8);
            var values = new ArgumentValues(body, new(0, body.Length));
            var ask = GivenTools.Tool("x") with { Arguments = values.Read };
            var rules = new AgentRules([GivenTools.Policy("a", GivenTools.Allow("x") with { When = "arguments.a[2] == 3 && arguments.b == 'text'" })]);

            Parallel.Invoke(body.Dispose, () => Judge(rules, ask), () => Judge(rules, ask));
        }
    }

    private static void Judge(AgentRules rules, McpAsk ask)
    {
        var decision = rules.Decide(ask);
        Assert.True(decision.Allowed || decision.Rule.EndsWith("when: has no value (wrong_type)", StringComparison.Ordinal), decision.Rule);
    }

    private static bool Holds(string json, string when)
    {
        var arguments = Read(json);
        return CelExpression.Parse(when, McpConditions.Environment).Expression!.Evaluate(_ => arguments).Holds;
    }

    private static CelValue Read(string json)
    {
        using var body = BodyOf(Encoding.UTF8.GetBytes(json));
        return new ArgumentValues(body, new(0, body.Length)).Read();
    }

    private static Body BodyOf(ReadOnlySpan<byte> bytes) => GivenTools.Body(bytes);
}
