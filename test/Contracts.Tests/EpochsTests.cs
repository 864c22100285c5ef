namespace AiGateway.Contracts.Tests;

public sealed class EpochsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ulong.MaxValue)]
    public void Read_WhatWasWritten_IsTheSame(ulong epoch) => Assert.Equal(epoch, Epochs.Read(Epochs.Write(epoch)));

    [Fact]
    public void Write_LaterEpoch_SortsBehind() => Assert.True(string.CompareOrdinal(Epochs.Write(9), Epochs.Write(10)) < 0);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("000000000000000g")]
    [InlineData("000000000000000A")]
    [InlineData("00000000000000001")]
    [InlineData(" 00000000000000 ")]
    public void Read_AnythingElse_IsNone(string text) => Assert.Null(Epochs.Read(text));
}
