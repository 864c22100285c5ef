using System.Globalization;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Ledgers;

/// <summary>A thing that an agent asks for, as it is found again without making a text of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The model, the hosted tool, the endpoint, the tool, the resource, the prompt, or the host.</param>
/// <param name="Of">The tool server that has it; empty for the other kinds.</param>
/// <param name="Port">The port of a host outside; zero for the other kinds.</param>
internal readonly record struct UsedKey(UsedKind Kind, string Name, string Of = "", int Port = 0)
{
    /// <summary>The longest port, and what stands between names.</summary>
    private const int Between = 8;

    /// <summary>Whether it may be told: there is a name, and it is not too long.</summary>
    public bool IsFit => Name.Length > 0 && Name.Length + Of.Length + Between <= UsedThing.MaxName;

    /// <summary>As <see cref="UsedThing.Name"/> has it.</summary>
    public string Text => Kind switch
    {
        UsedKind.Tool or UsedKind.Prompt => $"{Of}/{Name}",
        UsedKind.Resource => $"{Of} {Name}",
        UsedKind.Outside when Name.Contains(':', StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"[{Name}]:{Port}"),
        UsedKind.Outside => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}"),
        _ => Name,
    };
}
