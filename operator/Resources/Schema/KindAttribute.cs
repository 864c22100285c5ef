namespace AiGateway.Operator.Resources.Schema;

/// <summary>How a kind is called in the API.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KindAttribute(string plural, string shortName) : Attribute
{
    /// <summary>The name in URLs, as <c>modelroutes</c>.</summary>
    public string Plural { get; } = plural;

    /// <summary>What may be typed instead, as <c>mroute</c>.</summary>
    public string ShortName { get; } = shortName;
}
