using System.Text.Json.Nodes;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class EvictionWriteTests
{
    [Theory]
    [InlineData("20", "policy/v1beta1")]
    [InlineData("21+", "policy/v1beta1")]
    [InlineData("22", "policy/v1")]
    [InlineData("33", "policy/v1")]
    public void Write_ServerOfAVersion_IsInTheWordsThatItTakes(string minor, string expected)
    {
        var pod = new Pod { Metadata = new() { Namespace = "team", Name = "a", Uid = "uid-a" } };

        var json = JsonNode.Parse(Eviction.Write(pod, new() { Major = "1", Minor = minor }).Span)!;

        Assert.Equal(expected, json["apiVersion"]!.GetValue<string>());
        Assert.Equal("""{"preconditions":{"uid":"uid-a"}}""", json["deleteOptions"]!.ToJsonString());
        Assert.Equal("""{"namespace":"team","name":"a"}""", json["metadata"]!.ToJsonString());
    }
}
