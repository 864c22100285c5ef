using System.Net.Sockets;
using System.Security.Cryptography;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>The loop between two sockets, over real ones.</summary>
public sealed class TunnelTests : IAsyncLifetime
{
    private const int Much = 64 * 1024 * 1024;

    private TunnelHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await TunnelHouse.OpenAsync();

    public ValueTask DisposeAsync()
    {
        _house.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_WhatWasReadBefore_ComesFirst()
    {
        await _house.Agent.SendAsync("second"u8.ToArray());
        _ = _house.RunAsync("first "u8.ToArray());

        Assert.Equal("first second"u8.ToArray(), await TunnelHouse.ReadAsync(_house.Server, 12));
    }

    [Fact]
    public async Task Run_ServerSpeaksFirst_IsHeard()
    {
        _ = _house.Tunnel.RunAsync();

        await _house.Server.SendAsync("220 ready"u8.ToArray());

        Assert.Equal("220 ready"u8.ToArray(), await TunnelHouse.ReadAsync(_house.Agent, 9));
    }

    [Fact]
    public async Task Run_AgentHasSaidAll_IsStillAnswered()
    {
        var end = _house.Tunnel.RunAsync();

        await _house.Agent.SendAsync("question"u8.ToArray());
        _house.Agent.Shutdown(SocketShutdown.Send);
        Assert.Equal("question"u8.ToArray(), await TunnelHouse.ReadToEndAsync(_house.Server));
        await _house.Server.SendAsync("answer"u8.ToArray());
        _house.Server.Shutdown(SocketShutdown.Send);

        Assert.Equal("answer"u8.ToArray(), await TunnelHouse.ReadToEndAsync(_house.Agent));
        Assert.Equal(EgressEnd.AgentClosed, await end.WithinBoundAsync());
        Assert.Equal((8, 6), (_house.Tunnel.BytesUp, _house.Tunnel.BytesDown));
    }

    [Fact]
    public async Task Run_ServerHasSaidAll_IsStillSpokenTo()
    {
        var end = _house.Tunnel.RunAsync();

        _house.Server.Shutdown(SocketShutdown.Send);
        Assert.Empty(await TunnelHouse.ReadToEndAsync(_house.Agent));
        await _house.Agent.SendAsync("late"u8.ToArray());
        _house.Agent.Shutdown(SocketShutdown.Send);

        Assert.Equal("late"u8.ToArray(), await TunnelHouse.ReadToEndAsync(_house.Server));
        Assert.Equal(EgressEnd.ServerClosed, await end.WithinBoundAsync());
    }

    [Fact]
    public async Task Run_MuchBothWays_ArrivesAsItWasSent()
    {
        var (up, down) = (Noise(1), Noise(2));
        var end = _house.Tunnel.RunAsync();

        var atServer = HashAsync(_house.Server);
        var atAgent = HashAsync(_house.Agent);
        await Task.WhenAll(SendAllAsync(_house.Agent, up), SendAllAsync(_house.Server, down));

        Assert.Equal(SHA256.HashData(up), await atServer);
        Assert.Equal(SHA256.HashData(down), await atAgent);
        Assert.NotEqual(EgressEnd.Failed, await end.WithinBoundAsync());
        Assert.Equal((Much, Much, 0), (_house.Tunnel.BytesUp, _house.Tunnel.BytesDown, _house.Buffers.Grown));
    }

    [Fact]
    public async Task Run_SlowReader_HoldsTheSenderUp()
    {
        var end = _house.Tunnel.RunAsync();

        var sending = SendAllAsync(_house.Agent, Noise(3));
        var last = -1L;
        await Eventually.HoldsAsync(() => last > 0 & last == (last = _house.Tunnel.BytesUp), "the kernel's buffers are full, and the tunnel waits");
        Assert.False(sending.IsCompleted);
        Assert.InRange(_house.Buffers.Grown, 0, TunnelBuffers.Largest);

        Assert.Equal(SHA256.HashData(Noise(3)), await HashAsync(_house.Server));
        _house.Server.Shutdown(SocketShutdown.Send);
        await end.WithinBoundAsync();
    }

    [Fact]
    public async Task Cut_InMidStream_IsAResetForBoth()
    {
        var end = _house.RunAsync("some"u8.ToArray());
        await TunnelHouse.ReadAsync(_house.Server, 4);

        _house.Tunnel.Cut();

        await TunnelHouse.IsResetAsync(_house.Agent);
        await TunnelHouse.IsResetAsync(_house.Server);
        Assert.Equal(EgressEnd.Cut, await end.WithinBoundAsync());
        _house.Tunnel.Cut();
    }

    [Fact]
    public async Task Run_AgentResets_TheServerIsResetToo()
    {
        var end = _house.RunAsync("some"u8.ToArray());
        await TunnelHouse.ReadAsync(_house.Server, 4);

        Sockets.Reset(_house.Agent);

        await TunnelHouse.IsResetAsync(_house.Server);
        Assert.Equal(EgressEnd.AgentClosed, await end.WithinBoundAsync());
    }

    [Fact]
    public async Task Run_ServerResets_TheAgentIsResetToo()
    {
        var end = _house.RunAsync("some"u8.ToArray());
        await TunnelHouse.ReadAsync(_house.Server, 4);

        Sockets.Reset(_house.Server);

        await TunnelHouse.IsResetAsync(_house.Agent);
        Assert.Equal(EgressEnd.ServerClosed, await end.WithinBoundAsync());
    }

    [Fact]
    public void Buffers_BeyondTheBudget_AreTheSmallest()
    {
        var buffers = new TunnelBuffers(budget: 3 * TunnelBuffers.Largest);
        var held = Enumerable.Range(0, 5).Select(_ => buffers.Rent(TunnelBuffers.Largest)).ToList();

        Assert.Equal([TunnelBuffers.Largest, TunnelBuffers.Largest, TunnelBuffers.Largest, TunnelBuffers.Smallest, TunnelBuffers.Smallest], held.Select(one => one.Length));
        held.ForEach(buffers.Return);
        Assert.Equal(0, buffers.Grown);
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[Much];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task SendAllAsync(Socket socket, byte[] bytes)
    {
        await socket.SendAsync(bytes);
        socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<byte[]> HashAsync(Socket socket)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[256 * 1024];
        while (await socket.ReceiveAsync(bytes).WithinBoundAsync() is > 0 and var count) hash.AppendData(bytes, 0, count);
        return hash.GetHashAndReset();
    }
}
