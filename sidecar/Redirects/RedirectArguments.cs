using System.Collections.Immutable;
using System.Globalization;

namespace AiGateway.Sidecar.Redirects;

/// <summary>What <c>redirect</c> and <c>prove</c> are told: <c>[--exempt UID]... [--transparent PORT] [--dns PORT] [--resolv-conf FILE] [--lower] [FILE]</c>.</summary>
internal sealed record RedirectArguments
{
    /// <summary>sysexits.h, EX_CONFIG.</summary>
    public const int ConfigurationExitCode = 78;

    private const int MostExempt = 8;

    /// <summary>The users whose packets leave as they are: the sidecar, always, and a mesh's proxy.</summary>
    public ImmutableArray<uint> Exempt { get; init; } = [RedirectUsers.Sidecar];

    /// <summary>The port at which the sidecar takes connections that others were to get.</summary>
    public ushort Transparent { get; init; } = 15081;

    /// <summary>The port at which it takes queries.</summary>
    public ushort Dns { get; init; } = 15084;

    /// <summary>Lists the name servers.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>Whether the pod may run at a lower level where this fails.</summary>
    public bool Lower { get; init; }

    /// <summary>Where the proof goes; null for <c>redirect</c>.</summary>
    public string? Proof { get; init; }

    /// <summary>Null and a sentence where the arguments are none.</summary>
    public static RedirectArguments? Read(ReadOnlySpan<string> words, out string? error)
    {
        var read = new RedirectArguments();
        error = null;
        while (!words.IsEmpty && error is null)
        {
            var (word, value) = (words[0], words.Length > 1 ? words[1] : "");
            if (word is "--lower" || !word.StartsWith('-'))
            {
                read = word is "--lower" ? read with { Lower = true } : read with { Proof = word };
                if (word is not "--lower" && words.Length > 1) error = $"{word}: a file comes last";
                words = words[1..];
                continue;
            }

            read = read.With(word, value, out error);
            words = words[Math.Min(2, words.Length)..];
        }

        return error is null ? read : null;
    }

    private RedirectArguments With(string word, string value, out string? error)
    {
        error = null;
        switch (word)
        {
            case "--exempt" when TryReadUser(value, out var user) && Exempt.Length < MostExempt:
                return Exempt.Contains(user) ? this : this with { Exempt = Exempt.Add(user) };
            case "--transparent" when TryReadPort(value, out var port):
                return this with { Transparent = port };
            case "--dns" when TryReadPort(value, out var port):
                return this with { Dns = port };
            case "--resolv-conf" when value.Length > 0:
                return this with { ResolvConf = value };
        }

        error = word switch
        {
            "--exempt" => $"--exempt: a user id that is neither root's nor the validator's ({RedirectUsers.Validator}), at most {MostExempt} of them",
            "--transparent" or "--dns" => $"{word}: a port from 1 to 65535",
            "--resolv-conf" => "--resolv-conf: a file",
            _ => $"{word}: there are --exempt, --transparent, --dns, --resolv-conf, --lower",
        };
        return this;
    }

    /// <summary>Root is what containers run as that say nothing, and 4294967295 is nobody (chown(2)).</summary>
    private static bool TryReadUser(string text, out uint user) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out user) && user is not (0 or RedirectUsers.Validator or uint.MaxValue);

    private static bool TryReadPort(string text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
}
