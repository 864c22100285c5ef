using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What becomes of each top-level name when rules are applied one after the other: a new value, or none. What is pinned stays as it is.</summary>
internal sealed class ParameterChanges(IReadOnlySet<string> present, IReadOnlySet<string> pinned)
{
    private readonly Dictionary<string, byte[]?> _changes = new(StringComparer.Ordinal);

    public bool Touches(string name) => _changes.ContainsKey(name);

    /// <summary>Whether a member of that name stays, with whatever value.</summary>
    public bool Keeps(string name) => !_changes.TryGetValue(name, out var value) || value is not null;

    /// <summary>The new value as JSON; null where the member is taken away.</summary>
    public byte[]? ValueOf(string name) => _changes[name];

    /// <summary>The members that are set and were not there.</summary>
    public IEnumerable<(string Name, byte[] Value)> Added(IReadOnlySet<string> members) =>
        _changes.Where(change => change.Value is not null && !members.Contains(change.Key)).Select(change => (change.Key, change.Value!));

    public void Apply(ParametersRule rule)
    {
        foreach (var member in MembersOf(rule.Defaults).Where(member => !IsThere(member.Name))) Set(member);
        foreach (var member in MembersOf(rule.Overrides)) Set(member);
        foreach (var name in (rule.Remove ?? []).Where(name => !pinned.Contains(name) && ParametersRule.MayRemove(name))) _changes[name] = null;
    }

    private void Set(JsonProperty member)
    {
        if (!pinned.Contains(member.Name) && ParametersRule.MaySet(member.Name, member.Value)) _changes[member.Name] = JsonMarshal.GetRawUtf8Value(member.Value).ToArray();
    }

    private bool IsThere(string name) => _changes.TryGetValue(name, out var value) ? value is not null : present.Contains(name);

    private static IEnumerable<JsonProperty> MembersOf(JsonElement? members) =>
        members is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject() : [];
}
