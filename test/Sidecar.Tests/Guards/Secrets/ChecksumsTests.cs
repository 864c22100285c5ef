using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Tests.Guards.Secrets;

public sealed class ChecksumsTests
{
    [Fact]
    public void Crc32_CheckValueOfTheCatalogue_IsTheCatalogues() => Assert.Equal(0xCBF43926, Checksums.Crc32("123456789"));

    [Theory]
    [InlineData("ASIAQNZGKIQY56JQ7WML", 29608264753)]
    [InlineData("AKIAIOSFODNN7EXAMPLE", null)] // the older form
    public void AwsAccountOf_AnIdOfAKey_IsItsAccount(string id, long? account) => Assert.Equal(account, Checksums.AwsAccountOf(id));

    [Theory]
    [InlineData("abcdef", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", true)] // BIP 173's own
    [InlineData("AGE-SECRET-KEY-", "GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", true)]
    [InlineData("abcdef", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxv", false)]
    [InlineData("abcdeg", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", false)]
    [InlineData("abcdef", "bpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", false)] // no character of it
    public void HasBech32_Data_IsJudged(string humanPart, string data, bool expected) => Assert.Equal(expected, Checksums.HasBech32(humanPart, data));

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x", true)] // {"alg":"HS256"}
    [InlineData("eyJ0eXAiOiJKV1QifQ.e30.x", false)] // {"typ":"JWT"}
    [InlineData("eyJhbGciOj.e30.x", false)]
    [InlineData("eyJ!.e30.x", false)]
    public void HasJoseHeader_Token_IsJudged(string token, bool expected) => Assert.Equal(expected, Checksums.HasJoseHeader(token));
}
