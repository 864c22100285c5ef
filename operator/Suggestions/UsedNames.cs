using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Suggestions;

/// <summary>The names that have to be allowed, by kind, each once and in order. What no rule can spell is left out and told.</summary>
internal sealed class UsedNames
{
    private readonly ILookup<UsedKind, string> _names;

    public UsedNames(IEnumerable<UsedThing> things)
    {
        var all = things.ToList();
        _names = all.Where(IsSpellable).ToLookup(thing => thing.Kind, thing => thing.Name);
        Unspellable = [.. all.Where(thing => !IsSpellable(thing))];
    }

    /// <summary>A name that ends in <c>*</c>, or is longer than rules take: no entry can mean it and nothing else.</summary>
    public ImmutableArray<UsedThing> Unspellable { get; }

    public ImmutableArray<string> Of(UsedKind kind) => [.. _names[kind].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The tool servers of which anything was used.</summary>
    public ImmutableArray<string> Servers =>
        [.. new[] { UsedKind.Tool, UsedKind.Resource, UsedKind.Prompt }.SelectMany(kind => _names[kind]).Select(name => Split(name).Server).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What was used of one server.</summary>
    public ImmutableArray<string> Of(UsedKind kind, string server) => [.. Of(kind).Select(Split).Where(one => one.Server == server).Select(one => one.Name)];

    private static bool IsSpellable(UsedThing thing) => thing.Name.Length > 0 && !thing.Name.Contains('*', StringComparison.Ordinal) && thing.Name.Length <= MaxLength(thing.Kind);

    private static int MaxLength(UsedKind kind) => kind is UsedKind.HostedTool ? 128 : kind is UsedKind.Model or UsedKind.Endpoint ? 256 : UsedThing.MaxName;

    /// <summary><c>server/tool</c> or <c>server uri</c>: no server's name has either sign in it.</summary>
    private static (string Server, string Name) Split(string name)
    {
        var at = name.AsSpan().IndexOfAny('/', ' ');
        return at < 0 ? (name, "") : (name[..at], name[(at + 1)..]);
    }
}
