using AiGateway.Operator.Watch;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Watch;

public sealed class YamlJsonTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: -1.5e3", """{"a":-1500}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: !!str 1", """{"a":"1"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: \"true\"", """{"a":"true"}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: ''", """{"a":""}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: 64Mi", """{"a":"64Mi"}""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [InlineData("a: &x [1]\nb: *x", """{"a":[1],"b":[1]}""")]
    [InlineData("a: 1e999", """{"a":"1e999"}""")]
    [InlineData("a: .inf", """{"a":".inf"}""")]
    [InlineData("a: NaN", """{"a":"NaN"}""")]
    [InlineData("1: a", """{"1":"a"}""")]
    public void Values_AreThoseOfTheCoreSchema(string yaml, string json) => Assert.Equal(json, Assert.Single(YamlJson.Read(yaml)).Json.GetRawText());

    [Fact]
    public void Documents_AreReadApartWithTheirLines()
    {
        var documents = YamlJson.Read("a: 1\n---\n---\n# nothing\n---\nb: 2\n");

        Assert.Equal([("""{"a":1}""", 1), ("""{"b":2}""", 6)], documents.Select(document => (document.Json.GetRawText(), document.Line)));
    }

    [Fact]
    public void DepthBomb_IsRefused() => Assert.Throws<ManifestException>(() => YamlJson.Read(new string('[', 500_000)));

    [Theory]
    [InlineData("kind: [Config\ncurrent: here\n")]
    [InlineData("a: *unknown\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("[1]: x\n")]
    [InlineData("a: !\n  *b\n")]
    public void BadInput_IsRefusedWithALine(string yaml) => Assert.True(Assert.Throws<ManifestException>(() => YamlJson.Read(yaml)).Line >= 1);

    [Fact]
    public void AliasBomb_IsRefused()
    {
        static string Tenfold(int i) => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat(i == 0 ? "x" : $"*a{i - 1}", 10))}]\n";
        var bomb = string.Concat(Enumerable.Range(0, 12).Select(Tenfold));

        Assert.Throws<ManifestException>(() => YamlJson.Read(bomb));
    }

    [Fact]
    public void AnyText_IsReadOrRefusedButNeverAnotherException() => Prop.ForAll(
        Gen.Elements("a 1 : \n - [ ] { } & * ' \" | > # ! ~ --- % \t ? , \r .".Split(' ').Append(" ").ToArray()).ListOf().ToArbitrary(),
        pieces =>
        {
            try
            {
                YamlJson.Read(string.Concat(pieces));
            }
            catch (ManifestException)
            {
                // Refused, which is right for most.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
