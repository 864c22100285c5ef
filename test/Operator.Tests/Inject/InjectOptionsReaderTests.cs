using AiGateway.Operator.Inject;

namespace AiGateway.Operator.Tests.Inject;

public sealed class InjectOptionsReaderTests
{
    [Fact]
    public void Read_Nothing_GivesDefaultsThatFitTogether()
    {
        var options = new InjectOptionsReader(_ => null).Read(nativeByDefault: false);

        Assert.Equal($"aigateway/sidecar:{options.Version}", options.Image);
        Assert.Empty(PodSettings.Conflicts(options.Settings));
    }

    [Fact]
    public void Read_SeveralBadSettings_NamesEachOfThem()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new InjectOptionsReader(name => name switch
        {
            "SIDECAR_BYTE_BUDGET" => "many",
            "SIDECAR_FORM" => "native",
            "SIDECAR_MAX_STALENESS" => "1 day",
            "SIDECAR_PROXY" => "proxy:3128",
            "SIDECAR_MEMORY_LIMIT" => "100Mi",
            _ => null,
        }).Read(nativeByDefault: false));

        Assert.Contains("AIGATEWAY_SIDECAR_BYTE_BUDGET is 'many'", error.Message, StringComparison.Ordinal);
        Assert.Contains("AIGATEWAY_SIDECAR_FORM is 'native'; it must be one of Auto, Native, Classic.", error.Message, StringComparison.Ordinal);
        Assert.Contains("AIGATEWAY_SIDECAR_MAX_STALENESS is '1 day'", error.Message, StringComparison.Ordinal);
        Assert.Contains("AIGATEWAY_SIDECAR_PROXY is 'proxy:3128'", error.Message, StringComparison.Ordinal);
        Assert.Contains("do not fit in its memory-limit '100Mi'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_VersionOfTheImage_IsThatOfTheSidecarToo()
    {
        var options = new InjectOptionsReader(name => name == "IMAGE_VERSION" ? "0.2.0-rc.1" : null).Read(nativeByDefault: false);

        Assert.Equal("0.2.0-rc.1", options.Version);
        Assert.Equal("aigateway/sidecar:0.2.0-rc.1", options.Image);
    }

    [Theory]
    [InlineData("IMAGE_VERSION", "0.2.0/evil", "it must be a version as an image's tag has it")]
    [InlineData("IMAGE_VERSION", "-1", "it must be a version as an image's tag has it")]
    [InlineData("SIDECAR_OPERATOR_URL", "http://operator:8443", "it must be an absolute https address")]
    [InlineData("SIDECAR_BYTE_BUDGET", "1.5GB", "it must be a number of bytes such as 64Mi")]
    [InlineData("SIDECAR_MAX_BODY", "500m", "it must be a number of bytes such as 64Mi")]
    [InlineData("SIDECAR_MAX_BODY", "65Mi", "AIGATEWAY_SIDECAR_MAX_BODY '65Mi' is above AIGATEWAY_SIDECAR_BYTE_BUDGET '64Mi'")]
    [InlineData("SIDECAR_MAX_STALENESS", "99999999h", "it must be a duration such as 24h")]
    public void Read_WhatTheSidecarWouldNotStartWith_IsRefused(string name, string value, string words)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new InjectOptionsReader(asked => asked == name ? value : null).Read(nativeByDefault: false));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example:5000/sidecar", "registry.example:5000/sidecar:{version}")]
    [InlineData("registry.example/sidecar:1.2", "registry.example/sidecar:1.2")]
    [InlineData("sidecar@sha256:00", "sidecar@sha256:00")]
    public void Read_Image_GetsTheOperatorsVersionWhereItNamesNone(string setting, string image)
    {
        var options = new InjectOptionsReader(name => name == "SIDECAR_IMAGE" ? setting : null).Read(nativeByDefault: false);

        Assert.Equal(image.Replace("{version}", options.Version, StringComparison.Ordinal), options.Image);
    }

    [Theory]
    [InlineData(".corp.example,10.0.0.0/8,db.example:5432,fd00::1")]
    [InlineData("registry")]
    public void Read_AgentNoProxy_IsTakenAsItStands(string value) =>
        Assert.Equal(value, new InjectOptionsReader(name => name == "AGENT_NO_PROXY" ? value : null).Read(nativeByDefault: false).AgentNoProxy);

    [Theory]
    [InlineData("*")]
    [InlineData(".")]
    [InlineData("$(PATH)")]
    [InlineData("a.example, b.example")]
    [InlineData("a.example,")]
    [InlineData("[fd00::1]")]
    [InlineData("fd00::/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("a.example/path")]
    public void Read_AgentNoProxyThatClientsMisread_IsRefused(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new InjectOptionsReader(name => name == "AGENT_NO_PROXY" ? value : null).Read(nativeByDefault: false));

        Assert.Contains("AIGATEWAY_AGENT_NO_PROXY is '", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "20", false)]
    [InlineData("1", "28+", false)]
    [InlineData("1", "29", true)]
    [InlineData("1", "32+", true)]
    [InlineData("2", "0", true)]
    [InlineData("", "", false)]
    public void HasNativeSidecars_Version_IsOnFrom129(string major, string minor, bool native) =>
        Assert.Equal(native, InjectOptionsReader.HasNativeSidecars(major, minor));
}
