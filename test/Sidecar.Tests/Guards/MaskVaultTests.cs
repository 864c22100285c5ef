using System.Globalization;
using System.Text;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Sidecar.Tests.Guards;

public sealed class MaskVaultTests
{
    private readonly MaskVault _vault = new();

    [Fact]
    public void TokenOf_ValuesOfACall_AreNumberedALabelInTheirOrder()
    {
        Assert.Equal("[EMAIL_1]", _vault.TokenOf("EMAIL", "a@example.org"));
        Assert.Equal("[EMAIL_2]", _vault.TokenOf("EMAIL", "b@example.org"));
        Assert.Equal("[CARD_1]", _vault.TokenOf("CARD", "4111111111111111"));
        Assert.Equal("[EMAIL_1]", _vault.TokenOf("EMAIL", "a@example.org"));
        Assert.Equal("b@example.org", _vault.Values["[EMAIL_2]"]);
    }

    [Theory]
    [InlineData("""{"content":"write to [EMAIL_1]"}""")]
    [InlineData("""{"content":"write to \u005bEMAIL_1]"}""")]
    [InlineData("""{"content":"write to \u005B\u0045MAIL\u005f1\u005d"}""")]
    [InlineData("""{"arguments":"{\"to\":\"\\u005bEMAIL_1]\"}"}""")]
    public void TokenOf_TokenThatStandsInTheRequest_IsLeftOut(string body)
    {
        _vault.Avoid(Encoding.UTF8.GetBytes(body));

        Assert.Equal("[EMAIL_2]", _vault.TokenOf("EMAIL", "a@example.org"));
    }

    [Theory]
    [InlineData("EMAIL_1")]
    [InlineData("[EMAIL_1")]
    [InlineData("[EMAIL-1]")]
    [InlineData("[email_1]")]
    [InlineData("[EMAIL_1 ]")]
    [InlineData("[EMAIL_12345678]")]
    [InlineData("[1]")]
    public void TokenOf_TextThatIsNoToken_LeavesNothingOut(string body)
    {
        _vault.Avoid(Encoding.UTF8.GetBytes(body));

        Assert.Equal("[EMAIL_1]", _vault.TokenOf("EMAIL", "a@example.org"));
    }

    [Fact]
    public void Avoid_MoreTokensThanAreToldApart_LeavesTheLabelAlone()
    {
        var body = string.Concat(Enumerable.Range(1, TokenSearch.MaxFound + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"[EMAIL_{number}]")));

        _vault.Avoid(Encoding.UTF8.GetBytes(body));

        Assert.Equal("[EMAIL]", _vault.TokenOf("EMAIL", "a@example.org"));
        Assert.True(_vault.IsEmpty);
    }

    [Fact]
    public void TokenOf_MoreValuesThanAreKept_IsTheLabelAndKnownOnesKeepTheirToken()
    {
        for (var number = 1; number <= MaskVault.MaxValues; number++) _vault.TokenOf("PHONE", number.ToString(CultureInfo.InvariantCulture));

        Assert.Equal("[PHONE]", _vault.TokenOf("PHONE", "0"));
        Assert.Equal("[PHONE_1]", _vault.TokenOf("PHONE", "1"));
    }

    [Fact]
    public void TokenOf_MoreCharactersThanAreKept_IsTheLabel()
    {
        Assert.Equal("[EMAIL_1]", _vault.TokenOf("EMAIL", new string('a', MaskVault.MaxCharacters)));
        Assert.Equal("[EMAIL]", _vault.TokenOf("EMAIL", "b"));
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\u007Fb")]
    [InlineData("a\uD83D\uDE00b")]
    [InlineData("")]
    public void TokenOf_ValueThatJsonMayEscape_IsTheLabel(string value)
    {
        Assert.Equal("[EMAIL]", _vault.TokenOf("EMAIL", value));
        Assert.True(_vault.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mail")]
    [InlineData("A[B")]
    public void TokenOf_LabelThatMakesNoToken_IsTheLabel(string label) => Assert.Equal($"[{label}]", _vault.TokenOf(label, "a@example.org"));

    [Fact]
    public void TokenOf_Sealed_KnowsOnlyTheRequestsValues()
    {
        _vault.TokenOf("EMAIL", "a@example.org");

        _vault.Seal();

        Assert.Equal("[EMAIL_1]", _vault.TokenOf("EMAIL", "a@example.org"));
        Assert.Equal("[EMAIL]", _vault.TokenOf("EMAIL", "b@example.org"));
    }
}
