using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>What was seen of one server, held against what its resource approves. Pure.</summary>
internal sealed record Judgment
{
    public const string Approved = "Approved";
    public const string New = "New";
    public const string Changed = "Changed";
    public const string Unpinned = "Unpinned";

    public required Evidence Evidence { get; init; }

    public required ImmutableArray<ToolStatus> Tools { get; init; }

    /// <summary>The lines that approve the rest; the instructions' first.</summary>
    public required ImmutableArray<string> Unapproved { get; init; }

    /// <summary>Of each tool in its place, what its name looks like.</summary>
    public required ImmutableArray<string> Skeletons { get; init; }

    public static Judgment Of(Evidence evidence)
    {
        var pins = new Pins(evidence.Spec);
        ImmutableArray<ToolStatus> tools = evidence.Listed is { } listed
            ? [.. listed.Select(tool => new ToolStatus { Name = tool.Name, Hash = tool.Hash, State = pins.Judge(tool.Name, tool.Hash) })]
            : [.. evidence.Kept.Select(tool => tool with { State = pins.Judge(tool.Name, tool.Hash) })];
        return new()
        {
            Evidence = evidence,
            Tools = tools,
            Unapproved = [.. FindUnapproved(pins, evidence.Instructions, tools)],
            Skeletons = [.. tools.Select(tool => Skeleton.Of(tool.Name))],
        };
    }

    /// <summary>The status with everything about tools, but for its conditions and the last contact.</summary>
    public McpServerStatus Write(McpServerStatus status) => status with
    {
        Tools = Tools,
        ToolCount = Evidence.Count,
        InstructionsHash = Evidence.Instructions,
        Unapproved = Unapproved,
        DriftCount = Evidence.Spec.Pinning == PinningMode.Off || Evidence.Count is null ? null : Unapproved.Length,
    };

    private static IEnumerable<string> FindUnapproved(Pins pins, string? instructions, ImmutableArray<ToolStatus> tools)
    {
        if (instructions is not null && IsUnapproved(pins.Judge(ToolPin.Instructions, instructions))) yield return Line(ToolPin.Instructions, instructions);
        foreach (var tool in tools.Where(tool => IsUnapproved(tool.State))) yield return Line(tool.Name, tool.Hash);
    }

    private static bool IsUnapproved(string state) => state is New or Changed;

    private static string Line(string name, string hash) => new ToolPin { Name = name, Hash = hash }.ToString();
}
