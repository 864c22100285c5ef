using AiGateway.Probe;
using AiGateway.Probe.Attempts;

// What an attacker inside the agent's container would try, and what an honest agent needs. Every attempt prints one JSON line.
//
//   probe attack [NAME=VALUE]...     every way round; "refused" is what should stand there
//   probe honest [NAME=VALUE]...     everything that must go on working; "reached" is what should stand there
//   probe serve NAME                 the outside: answers on every port it has, and says who it is
//   probe idle                       a server for the kubelet's probes on 8000, and nothing else
return args switch
{
    ["attack", .. var rest] => await Runner.RunAsync(Attacks.All, new Surroundings(rest), longest: TimeSpan.FromSeconds(12)),
    ["honest", .. var rest] => await Runner.RunAsync(Honest.All, new Surroundings(rest), longest: TimeSpan.FromMinutes(2)),
    ["serve", var name] => await Outside.ServeAsync(name),
    ["idle"] => await Outside.IdleAsync(),
    ["owner"] => Privileges.PrintOwner(),
    ["network", var address] => Privileges.DialFromAnotherNetwork(System.Net.IPAddress.Parse(address)),
    _ => 64,
};
