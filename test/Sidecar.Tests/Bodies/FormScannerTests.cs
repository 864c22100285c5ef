using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Tests.Fixtures;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Bodies;

/// <summary>A form is followed alike however its bytes are split, and nothing that two readers could take apart differently passes.</summary>
public sealed class FormScannerTests
{
    private const string Boundary = "----x-x-";
    private static readonly string s_model = Part("name=\"model\"", "whisper-1");
    private static readonly string s_file = Part("name=\"file\"; filename=\"a.wav\"", "RIFF\r\n--\r\n------x-x\r\n-----x-x--x \0\n");
    private static readonly string s_end = $"--{Boundary}--\r\n";

    public static TheoryData<string, string> Faults => new()
    {
        { "second model", s_model + s_file + s_model + s_end },
        { "second model in another case", s_model + Part("name=\"Model\"", "x") + s_end },
        { "list of models", s_model + Part("name=\"model[]\"", "x") + s_end },
        { "models", Part("name=\"models\"", "x") + s_end },
        { "model as a file", Part("name=\"model\"; filename=\"m\"", "x") + s_end },
        { "name twice", Part("name=\"a\"; name=\"model\"", "x") + s_end },
        { "name in another encoding", Part("name=\"a\"; name*=utf-8''model", "x") + s_end },
        { "escaped quote", Part("name=\"a\\\"; name=\"model\"", "x") + s_end },
        { "two dispositions", Raw("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"model\"", "x") + s_end },
        { "no disposition", Raw("Content-Type: text/plain", "x") + s_end },
        { "folded header", Raw("Content-Disposition: form-data;\r\n name=\"model\"", "x") + s_end },
        { "bare line end in headers", Raw("Content-Disposition: form-data; name=\"a\"\nContent-Disposition: form-data; name=\"model\"", "x") + s_end },
        { "space before colon", Raw("Content-Disposition : form-data; name=\"model\"", "x") + s_end },
        { "encoded content", Raw("Content-Disposition: form-data; name=\"model\"\r\nContent-Transfer-Encoding: base64", "eA==") + s_end },
        { "model in another charset", Raw("Content-Disposition: form-data; name=\"model\"\r\nContent-Type: text/plain; charset=utf-16", "x") + s_end },
        { "preamble", "x\r\n" + s_model + s_end },
        { "epilogue", s_model + s_end + s_model },
        { "delimiter after a bare line feed", $"--{Boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\n--{Boundary}\r\n" + s_end },
        { "delimiter in a line", $"--{Boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx--{Boundary}\r\n" + s_end },
        { "padded delimiter", s_model + $"--{Boundary} \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n" + s_end },
        { "longer delimiter", s_model + $"--{Boundary}y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n" + s_end },
        { "long model", Part("name=\"model\"", new string('m', 2000)) + s_end },
        { "long headers", Part($"name=\"{new string('n', 5000)}\"", "x") + s_end },
        { "many parts", string.Concat(Enumerable.Repeat(Part("name=\"a\"", "x"), 300)) + s_end },
        { "delimiter right behind headers", $"--{Boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + s_end },
        { "no part", s_end },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Feed_Ambiguous_IsAFault(string name, string form)
    {
        Assert.NotEmpty(name);
        Assert.All(new[] { 1, 7, int.MaxValue }, size => Assert.NotEqual(FormFault.None, Scan(form, [size]).Fault));
    }

    [Fact]
    public void Feed_AnySplit_FindsTheModelWhereItStands() =>
        Prop.ForAll(
            (from before in Gen.Choose(0, 3) from content in Content.ArrayOf(4) from sizes in Chunks.Sizes select (before, content, sizes)).ToArbitrary(),
            sample =>
            {
                var others = sample.content.Select((text, at) => Part($"name=\"f{at}\"; filename=\"x\"", text)).ToList();
                var head = string.Concat(Enumerable.Range(0, sample.before).Select(at => Part($"name=a{at}", "v")));
                var form = head + s_model + string.Concat(others) + s_end;

                var scanner = Scan(form, sample.sizes);

                Assert.Equal((FormFault.None, true, "whisper-1"), (scanner.Fault, scanner.IsClosed, scanner.Model));
                Assert.Equal("whisper-1", form.Substring((int)scanner.ModelStart, (int)scanner.ModelLength));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("4", 4)]
    [InlineData(" 4 ", 4)]
    [InlineData("2.5", 3)]
    [InlineData("1e9", 128)]
    [InlineData("0", 1)]
    [InlineData("-3", 1)]
    [InlineData("NaN", 1)]
    [InlineData("", 1)]
    [InlineData("many", 1)]
    [InlineData("4444444444444444444444444444444444444444", 1)]
    public void Feed_AnswersAskedFor_AreCountedHoweverItIsSplit(string text, long choices)
    {
        var forms = new[] { Part("name=\"n\"", text) + s_model + s_file + s_end, s_model + Part("name=\"n\"", "1") + Part("name=\"n\"", text) + s_file + s_end, s_model + s_file + Part("name=\"n\"", text) + s_end };

        Assert.All(forms, form => Assert.All(new[] { 1, 7, int.MaxValue }, size => Assert.Equal((FormFault.None, true, choices), (Scan(form, [size]).Fault, Scan(form, [size]).IsClosed, Scan(form, [size]).Choices))));
    }

    [Fact]
    public void Feed_AFileOfThatName_IsNoNumber() => Assert.Equal(1, Scan(s_model + Part("name=\"n\"; filename=\"n\"", "9") + s_end, [7]).Choices);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 4)]
    public void Feed_UntilKnown_StopsBehindTheModelOrBeforeAFile(bool countsChoices, long choices)
    {
        var scanner = new FormScanner(Encoding.ASCII.GetBytes("--" + Boundary)) { CountsChoices = countsChoices };

        scanner.Feed(Encoding.Latin1.GetBytes(s_model + Part("name=\"n\"", "4") + s_file + s_end), untilKnown: true);

        Assert.Equal((true, false, choices), (scanner.IsKnown, scanner.IsClosed, scanner.Choices));
    }

    [Fact]
    public void Feed_AnyGarbage_NeverThrowsAndNeverClosesUnlessWhole() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, 10_000) from mark in Gen.Elements("\r\n-x\":;=\0m".ToCharArray()) from sizes in Chunks.Sizes select (at, mark, sizes)).ToArbitrary(),
            sample =>
            {
                var form = new StringBuilder(s_model + s_file + s_end);
                form[sample.at % form.Length] = sample.mark;
                var (whole, split) = (Scan(form.ToString(), [int.MaxValue]), Scan(form.ToString(), sample.sizes));
                Assert.Equal((whole.Fault, whole.IsClosed, whole.Model), (split.Fault, split.IsClosed, split.Model));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("multipart/form-data; boundary=abc", "--abc")]
    [InlineData("Multipart/Form-Data; boundary=\"a b\"", null)]
    [InlineData("multipart/form-data; boundary=\"abc\"", "--abc")]
    [InlineData("multipart/form-data; boundary=a; boundary=b", null)]
    [InlineData("multipart/form-data; charset=utf-8", null)]
    [InlineData("multipart/mixed; boundary=a", null)]
    [InlineData("multipart/form-data", null)]
    [InlineData(null, null)]
    public void DelimiterOf_ContentType_IsOneOrNone(string? type, string? delimiter) =>
        Assert.Equal(delimiter, FormBoundary.DelimiterOf(type) is { } found ? Encoding.ASCII.GetString(found) : null);

    private static Gen<string> Content => Gen.Elements("\r\n", "--", $"--{Boundary[..^1]}", "\n", "\r", "-", "data", "\0", "----x--x", "\r\n--").ArrayOf(12).Select(string.Concat)
        .Select(text => text.Replace("--" + Boundary, "", StringComparison.Ordinal)).Where(text => !text.Contains("--" + Boundary, StringComparison.Ordinal));

    private static string Part(string disposition, string content) => Raw($"Content-Disposition: form-data; {disposition}", content);

    private static string Raw(string headers, string content) => $"--{Boundary}\r\n{headers}\r\n\r\n{content}\r\n";

    private static FormScanner Scan(string form, int[] sizes)
    {
        var scanner = new FormScanner(Encoding.ASCII.GetBytes("--" + Boundary));
        foreach (var piece in Chunks.Of(Encoding.Latin1.GetBytes(form), sizes)) scanner.Feed(piece.Span);
        return scanner;
    }
}
