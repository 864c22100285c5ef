using System.Globalization;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Sidecar.Redirects;

namespace AiGateway.Sidecar.Tests.Redirects;

public sealed class ProofFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-tests-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "proof.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_ProofThatHolds_IsRedirected()
    {
        Write(Proof(redirected: true));

        Assert.Equal(new Enforcement { Level = EnforcementLevel.Redirected }, Measured());
    }

    [Fact]
    public void Read_ProofOfACheckThatDidNotHold_IsCooperativeAndSaysWhich()
    {
        Write(Proof(redirected: false, "UDP to a foreign resolver is not refused"));

        Assert.Equal(new Enforcement { Level = EnforcementLevel.Cooperative, Reason = "UDP to a foreign resolver is not refused" }, Measured());
    }

    [Fact]
    public void Read_ProofWithoutAReason_StillSaysSomething()
    {
        Write(Proof(redirected: false));

        Assert.Equal(EnforcementLevel.Cooperative, Measured().Level);
        Assert.NotEmpty(Measured().Reason!);
    }

    [Fact]
    public void Read_ReasonLongerThanAStatusHolds_IsCut()
    {
        Write(Proof(redirected: false, new string('x', 2 * ProofFile.MaxReason)));

        Assert.Equal(new string('x', ProofFile.MaxReason), Measured().Reason);
    }

    [Fact]
    public void Read_NoFile_IsCooperativeAndSaysSo()
    {
        Assert.Equal(EnforcementLevel.Cooperative, Measured().Level);
        Assert.Equal("the validator left no proof that the agent is redirected", Measured().Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"redirected\":true}")]
    [InlineData("{\"at\":\"2026-01-01T00:00:00+00:00\",\"nonce\":\"00\",\"redirected\":\"true\"}")]
    [InlineData("{\"at\":\"2026-01-01T00:00:00+00:00\",\"nonce\":\"00\",\"redirected\":true")]
    public void Read_WhatIsNoProof_IsCooperativeAndQuotesNothing(string text)
    {
        File.WriteAllText(Path, text);

        Assert.Equal(EnforcementLevel.Cooperative, Measured().Level);
        Assert.StartsWith("the validator's proof cannot be read: ", Measured().Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("00", Measured().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ProofWithMoreBehindItThanTheBound_IsNone()
    {
        Write(Proof(redirected: true));
        File.AppendAllText(Path, new string(' ', ProofFile.MaxBytes));

        Assert.Equal(EnforcementLevel.Cooperative, Measured().Level);
    }

    [Fact]
    public void Read_FolderInItsPlace_IsCooperative()
    {
        Directory.CreateDirectory(Path);

        Assert.Equal(EnforcementLevel.Cooperative, Measured().Level);
        Assert.NotNull(Measured().Reason);
    }

    private static RedirectProof Proof(bool redirected, string? reason = null) =>
        new() { At = DateTimeOffset.Parse("2026-01-02T03:04:05Z", CultureInfo.InvariantCulture), Nonce = "c0ffee", Redirected = redirected, Reason = reason };

    private void Write(RedirectProof proof) => File.WriteAllBytes(Path, JsonSerializer.SerializeToUtf8Bytes(proof, RedirectProofJson.Default.RedirectProof));

    private Enforcement Measured() => EnforcementBoard.Of(ProofFile.Read(Path, out var problem), problem);
}
