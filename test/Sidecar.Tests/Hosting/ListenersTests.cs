using AiGateway.Sidecar.Hosting;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AiGateway.Sidecar.Tests.Hosting;

public sealed class ListenersTests
{
    /// <summary>As many connections as may be open, each to somebody who reads nothing, are not to take a MiB each.</summary>
    [Fact]
    public async Task Connections_ThatNobodyReads_HoldNoMoreThanARequestsHeaders()
    {
        await using var house = await HostHouse.StartAsync();
        var sockets = house.App.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value;
        var limits = house.App.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(limits.MaxRequestHeadersTotalSize, sockets.MaxReadBufferSize);
        Assert.Equal(limits.MaxRequestHeadersTotalSize, limits.Http2.InitialConnectionWindowSize);
        Assert.Equal(sockets.MaxReadBufferSize, EgressDoors.OptionsOf(sockets).MaxReadBufferSize);
        Assert.True(EgressDoors.OptionsOf(sockets).UnsafePreferInlineScheduling);
    }
}
