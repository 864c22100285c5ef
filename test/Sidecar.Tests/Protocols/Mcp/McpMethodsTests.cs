using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Every method has its name, its kind and its era.</summary>
public sealed class McpMethodsTests
{
    [Fact]
    public void Find_EveryMethod_IsFoundByItsName()
    {
        var named = Enum.GetValues<McpMethod>().Where(method => method is not (McpMethod.Unknown or McpMethod.ServerNotification)).ToList();
        Assert.Equal(named, named.Select(method => McpMethods.Find(Encoding.UTF8.GetBytes(McpMethods.NameOf(method)))));
    }

    [Theory]
    [InlineData("Tools/Call", "Unknown")]
    [InlineData("tools/call ", "Unknown")]
    [InlineData("", "Unknown")]
    [InlineData("notifications/message", "ServerNotification")]
    public void Find_AnyOtherName_IsNobodysOrTheServers(string name, string method) => Assert.Equal(Enum.Parse<McpMethod>(method), McpMethods.Find(name));

    [Theory]
    [InlineData("ToolsCall", true, true)]
    [InlineData("Initialize", true, false)]
    [InlineData("Ping", true, false)]
    [InlineData("SetLogLevel", true, false)]
    [InlineData("ResourcesSubscribe", true, false)]
    [InlineData("TasksResult", true, false)]
    [InlineData("TasksList", true, false)]
    [InlineData("Discover", false, true)]
    [InlineData("SubscriptionsListen", false, true)]
    [InlineData("TasksUpdate", false, true)]
    [InlineData("CreateMessage", false, false)]
    [InlineData("RootsList", false, false)]
    [InlineData("ServerNotification", false, false)]
    [InlineData("Unknown", false, false)]
    public void IsOfAgent_Method_IsTrueToItsEra(string method, bool legacy, bool modern) =>
        Assert.Equal((legacy, modern), (McpMethods.IsOfAgent(Enum.Parse<McpMethod>(method), McpEra.Legacy), McpMethods.IsOfAgent(Enum.Parse<McpMethod>(method), McpEra.Modern)));
}
