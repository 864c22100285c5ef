using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>
/// What was seen of a server, held against what its resource approves. What nobody tells of any more stays as it was, judged anew: an approval counts though no sidecar is there.
/// Pure.
/// </summary>
internal static class ToolJudge
{
    public const string Approved = "Approved";
    public const string New = "New";
    public const string Changed = "Changed";
    public const string Unpinned = "Unpinned";

    /// <summary>The status with everything about tools, but for its conditions.</summary>
    public static McpServerStatus Judge(McpServerStatus status, McpServerSpec spec, Sight sight, McpServerStatus? before)
    {
        var pins = new Pins(spec);
        ImmutableArray<ToolStatus> tools = sight.ListedAt is null
            ? [.. (before?.Tools ?? []).Select(tool => tool with { State = pins.Judge(tool.Name, tool.Hash) })]
            : [.. sight.Tools.Select(tool => new ToolStatus { Name = tool.Name, Hash = tool.Hash, State = pins.Judge(tool.Name, tool.Hash) })];
        var instructions = sight.Instructions ?? before?.InstructionsHash;
        var unapproved = Unapproved(pins, instructions, tools);
        var count = sight.ListedAt is null ? before?.ToolCount : tools.Length;
        return status with
        {
            Tools = tools,
            ToolCount = count,
            InstructionsHash = instructions,
            Unapproved = unapproved,
            DriftCount = spec.Pinning == PinningMode.Off || count is null ? null : unapproved.Length,
            LastContact = Later(ToMinute(sight.At), before?.LastContact),
        };
    }

    /// <summary>With what was known before, where the spec cannot be read.</summary>
    public static McpServerStatus Keep(McpServerStatus status, McpServerStatus? before) => before is null ? status : status with
    {
        Tools = before.Tools,
        ToolCount = before.ToolCount,
        InstructionsHash = before.InstructionsHash,
        Unapproved = before.Unapproved,
        DriftCount = before.DriftCount,
        LastContact = before.LastContact,
    };

    private static ImmutableArray<string> Unapproved(Pins pins, string? instructions, ImmutableArray<ToolStatus> tools)
    {
        var lines = tools.Where(tool => tool.State is New or Changed).Select(tool => Line(tool.Name, tool.Hash));
        return instructions is not null && pins.Judge(ToolPin.Instructions, instructions) is New or Changed
            ? [Line(ToolPin.Instructions, instructions), .. lines]
            : [.. lines];
    }

    private static string Line(string name, string hash) => new ToolPin { Name = name, Hash = hash }.ToString();

    private static DateTimeOffset? ToMinute(DateTimeOffset? time) =>
        time is { } at ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero) : null;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
