using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>The audit knows a call's arguments by a hash and a shape; values only where they are asked for.</summary>
public sealed class ArgumentAuditTests
{
    private const string Arguments = """{"path":"/etc/secret-file","depth":3,"deep":{"x":1},"list":[1],"yes":true,"no":null,"ssn 078-05-1120":"secret"}""";

    [Fact]
    public void Of_Arguments_HaveAShapeWithoutValuesOrForeignNames()
    {
        var arguments = Of(Arguments, ["path", "depth", "deep", "list", "yes", "no"])!;

        Assert.Equal(
            [new("path", "string", "<=64"), new("depth", "number", null), new("deep", "object", "<=16"), new("list", "array", "<=16"), new("yes", "boolean", null), new("no", "null", null), new("?", "string", "<=16")],
            arguments.Shape);
        Assert.DoesNotContain("secret", arguments.ToString(), StringComparison.Ordinal);
        Assert.Null(arguments.Values);
    }

    [Fact]
    public void Of_SchemaIsNotKnown_TellsNoName() => Assert.All(Of(Arguments, [])!.Shape, member => Assert.Equal("?", member.Name));

    [Fact]
    public void Of_SameArgumentsWrittenOtherwise_HaveTheSameHash()
    {
        Assert.Equal(Of("""{"a":1,"b":"x"}""", [])!.Hash, Of("""{ "b" : "\u0078", "a":1.0 }""", [])!.Hash);
        Assert.NotEqual(Of("""{"a":1}""", [])!.Hash, Of("""{"a":2}""", [])!.Hash);
    }

    [Fact]
    public void Of_NoArguments_IsNothing() => Assert.Null(Of("", []));

    [Theory]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"a":1}""", true)]
    public void Of_ValuesAskedFor_AreThereWhereTheyCanBeWritten(string json, bool there)
    {
        var arguments = Of(json, [], wantsValues: true)!;

        Assert.Equal((there, !there), (arguments.Values is not null, arguments.ValuesLeftOut));
    }

    [Fact]
    public void Of_ValuesTooLong_AreLeftOutWithANote()
    {
        var arguments = Of($"{{\"a\":\"{new string('x', ArgumentAudit.MaxValues)}\"}}", [], wantsValues: true)!;

        Assert.Equal((null, true), (arguments.Values, arguments.ValuesLeftOut));
        Assert.NotNull(arguments.Hash);
    }

    [Fact]
    public void Of_ManyMembers_AreCountedBeyondABound()
    {
        var arguments = Of($"{{{string.Join(',', Enumerable.Range(0, 100).Select(number => $"\"n{number}\":1"))}}}", [])!;

        Assert.Equal((ArgumentShape.MaxMembers, 100 - ArgumentShape.MaxMembers), (arguments.Shape.Length, arguments.More));
    }

    [Fact]
    public void Of_BodyHasGone_IsNothing()
    {
        var body = GivenTools.Body("{}"u8);
        body.Dispose();

        Assert.Null(ArgumentAudit.Of(Request(body), new(0, 2), [], wantsValues: true));
    }

    private static McpArguments? Of(string json, string[] known, bool wantsValues = false)
    {
        using var body = GivenTools.Body(Encoding.UTF8.GetBytes(json));
        return ArgumentAudit.Of(Request(body), new(0, body.Length), [.. known], wantsValues);
    }

    private static McpRequest Request(Body body) => new() { Server = "tools", Verb = McpVerb.Post, Body = body };
}
