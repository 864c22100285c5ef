namespace AiGateway.Operator.Resources.Schema;

/// <summary>A column of <c>kubectl get</c>, in the order of the attributes.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrintColumnAttribute(string name, string type, string jsonPath) : Attribute
{
    /// <summary>The heading.</summary>
    public string Name { get; } = name;

    /// <summary><c>string</c>, <c>integer</c>, <c>boolean</c> or <c>date</c>.</summary>
    public string Type { get; } = type;

    /// <summary>Where the value stands.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Zero is always shown; one with <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    /// <summary>What <c>kubectl explain</c> and the API's documentation say of it.</summary>
    public required string Description { get; init; }
}
