using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Protocols.Texts;

/// <summary>A member whose value says what the texts of its object are, wherever in the object it stands: a role, or a type.</summary>
/// <param name="member">Its name.</param>
/// <param name="places">The values, and the place of each; one that begins with <c>*</c> is an ending.</param>
internal sealed class TextCases(string member, params ImmutableArray<(string Value, GuardPlace Place)> places)
{
    private readonly byte[] _member = Encoding.UTF8.GetBytes(member);

    private readonly ImmutableArray<(byte[] Value, GuardPlace Place)> _exact = [.. places.Where(one => one.Value[0] != '*').Select(one => (Encoding.UTF8.GetBytes(one.Value), one.Place))];

    private readonly ImmutableArray<(string Value, GuardPlace Place)> _endings = [.. places.Where(one => one.Value[0] == '*').Select(one => (one.Value[1..], one.Place))];

    private readonly byte[] _sealed = "base64"u8.ToArray();

    /// <summary>Whether the reader stands on its name.</summary>
    public bool IsNamed(ref readonly Utf8JsonReader json) => JsonWord.Is(in json, _member);

    /// <summary>The place by the string that the reader stands on; null where it says nothing of it.</summary>
    public GuardPlace? PlaceOf(ref readonly Utf8JsonReader json)
    {
        foreach (var (value, place) in _exact)
        {
            if (JsonWord.Is(in json, value)) return place;
        }

        if (_endings.IsEmpty || json.HasValueSequence || json.ValueSpan.Length > 64) return null;
        var word = Encoding.UTF8.GetString(json.ValueSpan);
        foreach (var (ending, place) in _endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal)) return place;
        }

        return null;
    }

    /// <summary>Whether the string that the reader stands on says that the object's data is base64.</summary>
    public bool IsSealed(ref readonly Utf8JsonReader json) => JsonWord.Is(in json, _sealed);
}
