using System.Collections.Immutable;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Tells the members that the gate acts on by their names in clear. Some clients read names without regard to case, and take signs that Unicode folds to a letter (the long s, the Kelvin sign) for
/// that letter: what such a client would take for one of these is told too, since to pass it would be a way round every rule.
/// </summary>
internal static class ServerMembers
{
    private const int MaxName = 24;

    private static readonly ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> s_root = Table("jsonrpc", "id", "method", "params", "result", "error");

    private static readonly ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> s_result = Table(
        "result", "error", "tools", "resources", "resourceTemplates", "prompts", "tasks", "instructions", "cacheScope", "nextCursor", "resultType", "inputRequests", "task", "taskId", "isError");

    private static readonly ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> s_error = Table("code", "data");

    private static readonly ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> s_item = Table("name", "uri", "uriTemplate", "taskId", "inputSchema", "method");

    private static readonly ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> s_definitions =
        Table("tools", "resources", "resourceTemplates", "prompts", "instructions", "inputRequests");

    /// <summary>The member of this name there; <paramref name="isLookAlike"/> where the name is not spelled as the member is.</summary>
    public static ServerMember Of(ServerPlace place, ReadOnlySpan<byte> name, out bool isLookAlike)
    {
        var table = place switch
        {
            ServerPlace.Root => s_root,
            ServerPlace.Result => s_result,
            ServerPlace.Error => s_error,
            _ => s_item,
        };
        return Find(table, name, out isLookAlike);
    }

    /// <summary>Whether a client might take the member for definitions, wherever it stands.</summary>
    public static bool IsDefinition(ReadOnlySpan<byte> name) => Find(s_definitions, name, out _) != ServerMember.None;

    private static ServerMember Find(ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> table, ReadOnlySpan<byte> name, out bool isLookAlike)
    {
        isLookAlike = false;
        if (name.Length > MaxName) return ServerMember.None;
        Span<byte> folded = stackalloc byte[MaxName];
        folded = folded[..Fold(name, folded)];
        foreach (var (member, exact, plain) in table.AsSpan())
        {
            if (!folded.SequenceEqual(plain)) continue;
            isLookAlike = !name.SequenceEqual(exact);
            return member;
        }

        return ServerMember.None;
    }

    /// <summary>The name in lower case, as the most lenient reader compares it (Unicode's simple folding, for what folds into ASCII).</summary>
    private static int Fold(ReadOnlySpan<byte> name, Span<byte> folded)
    {
        var count = 0;
        for (var at = 0; at < name.Length; count++)
        {
            var rest = name[at..];
            var (letter, length) = rest[0] switch
            {
                0xC5 when rest.StartsWith("\u017F"u8) => ((byte)'s', 2),
                0xE2 when rest.StartsWith("\u212A"u8) => ((byte)'k', 3),
                >= (byte)'A' and <= (byte)'Z' => ((byte)(rest[0] | 0x20), 1),
                _ => (rest[0], 1),
            };
            folded[count] = letter;
            at += length;
        }

        return count;
    }

    private static ImmutableArray<(ServerMember Member, byte[] Name, byte[] Folded)> Table(params string[] names) =>
        [.. names.Select(name => (Enum.Parse<ServerMember>(name, ignoreCase: true), System.Text.Encoding.UTF8.GetBytes(name), System.Text.Encoding.UTF8.GetBytes(name.ToLowerInvariant())))];
}
