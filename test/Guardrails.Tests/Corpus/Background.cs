namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>Ordinary text with much in it that looks random and is nothing: identifiers, hashes, versions, code. No link, no address, no number of a person.</summary>
internal static class Background
{
    private const int Count = 600;

    private static readonly Func<Draw, string>[] s_kinds =
    [
        draw => $"{draw.Words(40)}. {draw.Words(25)}.",
        draw => $"commit {draw.Chars(Draw.Hex, 40)}\nMerge: {draw.Chars(Draw.Hex, 9)} {draw.Chars(Draw.Hex, 9)}\n\n    {draw.Words(6)}\n",
        draw => $"sha256:{draw.Chars(Draw.Hex, 64)}  {draw.Words(1)}.tar.gz",
        draw => $"\"integrity\": \"sha512-{Convert.ToBase64String(draw.Bytes(64))}\",\n\"version\": \"{draw.Below(20)}.{draw.Below(20)}.{draw.Below(20)}\"",
        draw => $"{{\"id\":\"{Uuid(draw)}\",\"type\":\"{draw.Words(1)}\",\"size\":{draw.Below(100_000)}}}",
        draw => $"request {Uuid(draw)} took {draw.Below(5000)} ms; trace={draw.Chars(Draw.Hex, 32)} span={draw.Chars(Draw.Hex, 16)}",
        draw => $"public string {Pascal(draw, 3)}(int {Camel(draw)}) => {Camel(draw)}.{Pascal(draw, 2)}(token: cancellationToken, key: \"{Camel(draw)}\");",
        draw => $"def {Snake(draw)}(password, secret=None):\n    token = get_{Snake(draw)}(password)\n    return token if secret is None else hash(secret)\n",
        draw => $"password: ${{{Snake(draw).ToUpperInvariant()}}}\napi_key: <your-api-key>\nsecret: \"{{{{ .Values.{Camel(draw)}.secret }}}}\"\n",
        draw => $"const {Camel(draw)} = process.env.{Snake(draw).ToUpperInvariant()};\nif (!{Camel(draw)}) throw new Error(\"missing api key\");",
        draw => $"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {draw.Words(1)}-{draw.Words(1)}\nspec:\n  secretKeyRef:\n    name: {draw.Words(1)}-credentials\n    key: token\n",
        draw => $".{draw.Words(1)}-{draw.Words(1)} {{ color: #{draw.Chars(Draw.Hex, 6)}; width: {draw.Below(100)}%; }}",
        draw => $"The max_tokens parameter is {draw.Below(4096)}; the token count was {draw.Below(4096)} and the key \"{Camel(draw)}\" is a primary key.",
        draw => $"0x{draw.Chars(Draw.Hex, 16)} <{Pascal(draw, 2)}+0x{draw.Chars(Draw.Hex, 3)}>: mov eax, [rbx+0x{draw.Chars(Draw.Hex, 2)}]",
        draw => $"etag: W/\"{draw.Chars(Draw.Hex, 32)}\"\nx-request-id: req_{draw.Chars(Draw.Alphanumerics, 24)}\ncontent-length: {draw.Below(90_000)}",
        draw => $"chatcmpl-{draw.Chars(Draw.Alphanumerics, 29)} call_{draw.Chars(Draw.Alphanumerics, 24)} msg_{draw.Chars(Draw.Alphanumerics, 24)} toolu_{draw.Chars(Draw.Alphanumerics, 24)}",
    ];

    public static IEnumerable<CorpusCase> Cases(Draw draw)
    {
        for (var index = 0; index < Count; index++) yield return CorpusCase.Nothing(s_kinds[index % s_kinds.Length](draw));
    }

    /// <summary>A random identifier of RFC 9562, version 4.</summary>
    public static string Uuid(Draw draw) =>
        $"{draw.Chars(Draw.Hex, 8)}-{draw.Chars(Draw.Hex, 4)}-4{draw.Chars(Draw.Hex, 3)}-{draw.Char("89ab")}{draw.Chars(Draw.Hex, 3)}-{draw.Chars(Draw.Hex, 12)}";

    private static string Snake(Draw draw) => draw.Words(3).Replace(' ', '_');

    private static string Camel(Draw draw) => draw.Words(1) + Pascal(draw, 1);

    private static string Pascal(Draw draw, int words) => string.Concat(draw.Words(words).Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
