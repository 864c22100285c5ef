using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

/// <summary>Names by which an agent may try to reach a tool, or a resource, that it may not: each of them is refused.</summary>
public sealed class ToolNameAttackTests
{
    private static readonly AgentRules s_rules = new([GivenTools.Policy("open", GivenTools.Rule() with
    {
        AllowTools = ["*"], DenyTools = ["delete_repo", "admin.*", "Ｗipe"], AllowResources = ["file:///pub/*"], DenyResources = ["file:///pub/keys", "file:///pub/private/*"],
    })]);

    private static readonly AgentRules s_listed = new([GivenTools.Policy("listed", GivenTools.Allow("get_issue", "read_*"))]);

    public static TheoryData<string, string> Names => new()
    {
        { "as it is", "delete_repo" },
        { "another case", "Delete_Repo" },
        { "fullwidth letters", "\uFF44\uFF45\uFF4C\uFF45\uFF54\uFF45_repo" },
        { "a fullwidth low line", "delete\uFF3Frepo" },
        { "mathematical letters", "\U0001D41D\U0001D41E\U0001D425\U0001D41E\U0001D42D\U0001D41E_repo" },
        { "circled letters", "\u24D3elete_repo" },
        { "a Kelvin sign in another case", "admin.\u212Aeys" },
        { "a long s", "admin.u\u017Fers" },
        { "a zero-width space", "delete\u200B_repo" },
        { "a soft hyphen", "de\u00ADlete_repo" },
        { "a variation selector", "delete_repo\uFE0F" },
        { "a byte order mark", "\uFEFFdelete_repo" },
        { "a right-to-left override", "\u202Edelete_repo" },
        { "a tag character", "delete_repo\U000E0061" },
        { "a blank behind it", "delete_repo " },
        { "a blank before it", " delete_repo" },
        { "a no-break space behind it", "delete_repo\u00A0" },
        { "a dot behind it", "delete_repo." },
        { "dots and blanks behind it", "delete_repo. ." },
        { "a NUL behind it", "delete_repo\0" },
        { "a NUL and more behind it", "delete\0_repo" },
        { "a tab", "delete_repo\t" },
        { "a percent-encoded letter", "delete%5Frepo" },
        { "an escape of an escape", "delete%255Frepo" },
        { "an encoded NUL", "delete_repo%00" },
        { "a prefix in another case", "ADMIN.users" },
        { "a prefix percent-encoded", "admin%2Eusers" },
        { "a denied name that is fullwidth itself", "wipe" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_DeniedNameInAnotherForm_IsDenied(string form, string name)
    {
        Assert.NotEmpty(form);
        Assert.Equal("ToolDenied", Tool(s_rules, name));
    }

    [Theory]
    [InlineData("Cyrillic look-alikes", "d\u0435lete_repo")]
    [InlineData("Greek look-alikes", "delete_rep\u03BF")]
    [InlineData("an accent, composed", "delet\u00E9_repo")]
    [InlineData("an accent, decomposed", "delete\u0301_repo")]
    [InlineData("half of a surrogate pair", "delete\uD800_repo")]
    [InlineData("an emoji", "delete_repo\U0001F600")]
    [InlineData("nothing", "")]
    public void Decide_NameThatOnlyLooksAlike_NoWildcardAllows(string form, string name)
    {
        Assert.NotEmpty(form);
        Assert.Equal("ToolNotAllowed", Tool(s_rules, name));
    }

    [Theory]
    [InlineData("GET_ISSUE")]
    [InlineData("get_issue ")]
    [InlineData("get_issue\0")]
    [InlineData("get%5Fissue")]
    [InlineData("g\u0435t_issue")]
    [InlineData("ge\uFF54_issue")]
    [InlineData("Read_all")]
    [InlineData("read_\u0430ll")]
    [InlineData("read_all ")]
    public void Decide_AllowedNameInAnotherForm_IsNotAllowed(string name) => Assert.Equal("ToolNotAllowed", Tool(s_listed, name));

    [Fact]
    public void Decide_ExactEntryBeyondAscii_AllowsThatFormAlone()
    {
        var rules = new AgentRules([GivenTools.Policy("exact", GivenTools.Allow("caf\u00E9"))]);

        Assert.Equal(["Allowed", "ToolNotAllowed", "ToolNotAllowed"], new[] { "caf\u00E9", "cafe\u0301", "cafe" }.Select(name => Tool(rules, name)));
    }

    [Theory]
    [InlineData("as it is", "file:///pub/keys")]
    [InlineData("another case", "FILE:///Pub/Keys")]
    [InlineData("a slash behind it", "file:///pub/keys/")]
    [InlineData("a query", "file:///pub/keys?x=1")]
    [InlineData("a fragment", "file:///pub/keys#top")]
    [InlineData("an escaped letter", "file:///pub/k%65ys")]
    [InlineData("an escape of an escape", "file:///pub/k%2565ys")]
    [InlineData("dot segments", "file:///pub/x/../keys")]
    [InlineData("escaped dot segments", "file:///pub/x/%2e%2e/keys")]
    [InlineData("one dot", "file:///pub/./keys")]
    [InlineData("backslashes", "file:///pub\\keys")]
    [InlineData("an escaped slash", "file:///pub%2Fkeys")]
    [InlineData("two slashes", "file:///pub//keys")]
    [InlineData("fullwidth letters", "file:///pub/\uFF4Beys")]
    [InlineData("below a denied prefix", "file:///pub/private/a")]
    [InlineData("below a denied prefix, by dots", "file:///pub/x/../private/a")]
    [InlineData("dots in a query", "file:///pub/private/a?../../b")]
    public void Decide_DeniedUriInAnotherForm_IsDenied(string form, string uri)
    {
        Assert.NotEmpty(form);
        Assert.Equal("ResourceDenied", s_rules.Decide(GivenTools.Resource(uri)).Reason.ToString());
    }

    [Theory]
    [InlineData("dot segments", "file:///pub/../etc/passwd")]
    [InlineData("dot segments at the end", "file:///pub/..")]
    [InlineData("escaped dots", "file:///pub/%2e%2e/etc/passwd")]
    [InlineData("an escaped slash", "file:///pub/..%2Fetc")]
    [InlineData("an escaped backslash", "file:///pub/x%5C..%5Cetc")]
    [InlineData("an escape of an escape", "file:///pub/%252e%252e/etc")]
    [InlineData("backslashes", "file:///pub/..\\etc")]
    [InlineData("a parameter behind the dots", "file:///pub/..;x/etc")]
    [InlineData("dots before a query that has a root", "file:///pub/../etc?u=a://b")]
    [InlineData("an empty segment, which may begin a new root", "file:///pub//etc/passwd")]
    [InlineData("a broken escape", "file:///pub/%zz")]
    [InlineData("an encoded NUL", "file:///pub/a%00.txt")]
    [InlineData("a line break", "file:///pub/a\r\nb")]
    [InlineData("a blank", "file:///pub/a b")]
    [InlineData("a letter beyond ASCII", "file:///pub/\u0430")]
    [InlineData("another case", "FILE:///pub/a")]
    public void Decide_UriThatMayBeReadOtherwise_NoWildcardAllows(string form, string uri)
    {
        Assert.NotEmpty(form);
        Assert.Equal("ResourceNotAllowed", s_rules.Decide(GivenTools.Resource(uri)).Reason.ToString());
    }

    [Theory]
    [InlineData("file:///pub/a.txt")]
    [InlineData("file:///pub/My%20Docs/%C3%BC.txt")]
    [InlineData("file:///pub/.hidden/..two?a=b#c")]
    public void Decide_PlainUri_TheWildcardAllows(string uri) => Assert.True(s_rules.Decide(GivenTools.Resource(uri)).Allowed);

    /// <summary>The reason for the tables of <see cref="LooseText"/>: the framework's own have nothing in this process.</summary>
    [Fact]
    public void Normalize_ProcessWithoutCultures_ChangesNothing() => Assert.Equal("\uFF41", "\uFF41".Normalize(System.Text.NormalizationForm.FormKC));

    private static string Tool(AgentRules rules, string name) => rules.Decide(GivenTools.Tool(name)).Reason.ToString();
}
