namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>
/// Draws from a stated seed, the same on every machine and with every version of the runtime: SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
/// Each name has a sequence of its own, so that a new rule changes no other rule's cases.
/// </summary>
internal sealed class Draw
{
    /// <summary>The corpus's seed.</summary>
    public const ulong Seed = 20_261_121;

    public const string Digits = "0123456789";
    public const string Lower = "abcdefghijklmnopqrstuvwxyz";
    public const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Letters = Upper + Lower;
    public const string Alphanumerics = Upper + Lower + Digits;
    public const string Hex = "0123456789abcdef";
    public const string Base64Url = Alphanumerics + "-_";
    public const string Base64 = Alphanumerics + "+/";

    private ulong _state;

    public Draw(string name)
    {
        // FNV-1a, 64 bits.
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var one in name) hash = unchecked((hash ^ one) * 1_099_511_628_211UL);
        _state = Seed ^ hash;
    }

    public ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 to below the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    public char Char(string alphabet) => alphabet[Below(alphabet.Length)];

    public string Chars(string alphabet, int count)
    {
        var chars = new char[count];
        for (var index = 0; index < count; index++) chars[index] = Char(alphabet);
        return new(chars);
    }

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++) bytes[index] = (byte)Next();
        return bytes;
    }

    /// <summary>Words of plain English, without a mark at the end.</summary>
    public string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Of<string>(s_words)));

    private static readonly string[] s_words =
    [
        "the", "a", "of", "and", "to", "in", "for", "on", "with", "by", "from", "when", "after", "before", "this", "that", "each", "every", "some", "other",
        "server", "report", "customer", "release", "branch", "table", "column", "result", "question", "answer", "picture", "market", "river", "window", "garden", "teacher",
        "read", "write", "deploy", "measure", "explain", "compare", "open", "close", "build", "start", "finish", "change", "remove", "keep", "find", "move",
        "large", "small", "quick", "slow", "blue", "empty", "ready", "early", "late", "new", "old", "short", "long", "certain", "common", "simple",
        "token", "password", "secret", "key", "number", "account", "address", "phone", "card", "name", "date", "value", "order", "invoice", "ticket", "session",
    ];
}
