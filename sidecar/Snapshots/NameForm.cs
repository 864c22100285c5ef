using System.Buffers;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>How names, or URIs, are read by allows and denies: a wildcard allows only what can be read in one way, and a denial holds for all that it may be read as.</summary>
internal abstract class NameForm
{
    private static readonly SearchValues<char> s_safe = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:");

    /// <summary>Of tools and prompts.</summary>
    public static NameForm Name { get; } = new OfNames();

    /// <summary>Of resources.</summary>
    public static NameForm Uri { get; } = new OfUris();

    /// <summary>Whether a wildcard may allow it.</summary>
    public abstract bool IsPlain(ReadOnlySpan<char> text);

    /// <summary>Whether <see cref="Loosen"/> and <see cref="Stem"/> would change nothing but its case, so that they need not be asked.</summary>
    public abstract bool IsSettled(ReadOnlySpan<char> text);

    /// <summary>The form in which a denial compares it.</summary>
    public abstract string Loosen(string text);

    /// <summary>The loose form without what a server may cut off, at the end.</summary>
    public abstract string Trim(string loose);

    /// <summary>The loose form without what a server may not look at.</summary>
    public virtual string Stem(string loose) => Trim(loose);

    private sealed class OfNames : NameForm
    {
        /// <summary>Printable ASCII; blanks stand within it alone.</summary>
        public override bool IsPlain(ReadOnlySpan<char> text) => text is not ([] or [' ', ..] or [.., ' ']) && !text.ContainsAnyExceptInRange(' ', '~');

        public override bool IsSettled(ReadOnlySpan<char> text) => text is not [.., '.'] && !text.ContainsAnyExcept(s_safe);

        public override string Loosen(string text) => LooseText.Of(text);

        public override string Trim(string loose) => loose.Trim().TrimEnd(' ', '.');
    }

    private sealed class OfUris : NameForm
    {
        /// <summary>Visible ASCII in which a server that decodes or resolves would find nothing else.</summary>
        public override bool IsPlain(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('!', '~') && UriText.IsUnambiguous(text);

        public override bool IsSettled(ReadOnlySpan<char> text) => text is not [.., '/'] && !text.ContainsAnyExcept(s_safe) && UriText.IsUnambiguous(text);

        public override string Loosen(string text) => UriText.Resolve(LooseText.Of(text));

        public override string Trim(string loose) => loose.TrimEnd('/', ' ');

        public override string Stem(string loose)
        {
            var end = loose.AsSpan().IndexOfAny('?', '#');
            return Trim(end < 0 ? loose : loose[..end]);
        }
    }
}
