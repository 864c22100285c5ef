using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Operator.Certificates;

namespace AiGateway.Operator.Tests.Certificates;

public sealed class CertificateRotationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImmutableArray<string> Names = CertificateOptions.NamesIn("aigateway-system");

    [Fact]
    public void Next_NothingThere_MakesARootAndALeafForAllNames()
    {
        var set = CertificateRotation.Next(null, Names, Start);

        using var leaf = X509Certificate2.CreateFromPem(set.Leaf, set.LeafKey);
        Assert.All(Names, name => Assert.True(leaf.MatchesHostname(name), name));
        Assert.True(Verifies(set.Leaf, set.RootsPem, Start));
        Assert.Equal([set.Signer], set.Roots);
    }

    [Fact]
    public void Next_NothingDue_ChangesNothing()
    {
        var set = CertificateRotation.Next(null, Names, Start);

        Assert.Same(set, CertificateRotation.Next(set, Names, Start.AddDays(59)));
    }

    [Fact]
    public void Next_LeafAtTwoThirdsOfItsLife_IsMadeAnewByTheSameRoot()
    {
        var set = CertificateRotation.Next(null, Names, Start);

        var next = CertificateRotation.Next(set, Names, Start.AddDays(61));

        Assert.NotEqual(set.Leaf, next.Leaf);
        Assert.Equal(set.RootsPem, next.RootsPem);
    }

    [Fact]
    public void Next_NamesChange_LeafFollows()
    {
        var set = CertificateRotation.Next(null, Names, Start);

        var next = CertificateRotation.Next(set, CertificateOptions.NamesIn("elsewhere"), Start);

        Assert.NotEqual(set.Leaf, next.Leaf);
        Assert.Equal(set.Signer, next.Signer);
    }

    /// <summary>
    /// Day by day over six years: whoever read the roots a day ago accepts today's leaf, and today's roots accept the leaf of a replica that has not
    /// reloaded since yesterday.
    /// </summary>
    [Fact]
    public void Next_DayByDay_EveryLeafIsTrustedByYesterdaysRootsAndYesterdaysLeafByTodays()
    {
        var set = CertificateRotation.Next(null, Names, Start);
        var roots = new HashSet<string>(StringComparer.Ordinal);
        for (var day = 1; day < 6 * 365; day++)
        {
            var now = Start.AddDays(day);
            var before = set;
            set = CertificateRotation.Next(before, Names, now);
            roots.Add(set.Signer);
            if (ReferenceEquals(before, set)) continue;

            Assert.True(Verifies(set.Leaf, before.RootsPem, now), $"day {day}: yesterday's roots refuse today's leaf");
            Assert.True(Verifies(before.Leaf, set.RootsPem, now), $"day {day}: today's roots refuse yesterday's leaf");
            Assert.InRange(set.Roots.Length, 1, 3);
        }

        Assert.InRange(roots.Count, 4, 6);
    }

    [Fact]
    public void Next_RootAtTwoThirdsOfItsLife_PublishesTheNextBeforeItSigns()
    {
        var set = CertificateRotation.Next(null, Names, Start);
        var due = Start.AddDays(487);

        var announced = CertificateRotation.Next(set, Names, due);
        Assert.Equal(2, announced.Roots.Length);
        Assert.Equal(set.Signer, announced.Signer);
        var waiting = CertificateRotation.Next(announced, Names, due + CertificateRotation.Overlap - TimeSpan.FromMinutes(1));
        Assert.Equal(set.Signer, waiting.Signer);
        var succeeded = CertificateRotation.Next(waiting, Names, due + CertificateRotation.Overlap);

        Assert.Equal(announced.Next, succeeded.Signer);
        Assert.Null(succeeded.Next);
        Assert.True(Verifies(succeeded.Leaf, announced.RootsPem, due + CertificateRotation.Overlap));
    }

    [Fact]
    public void Next_EverythingExpiredWhileNobodyLooked_StartsAnew()
    {
        var set = CertificateRotation.Next(null, Names, Start);

        var next = CertificateRotation.Next(set, Names, Start.AddDays(5 * 365));

        Assert.NotEqual(set.Signer, next.Signer);
        Assert.True(Verifies(next.Leaf, next.RootsPem, Start.AddDays(5 * 365)));
    }

    [Fact]
    public void Entries_WrittenAndRead_AreTheSame()
    {
        var set = CertificateRotation.Next(CertificateRotation.Next(null, Names, Start), Names, Start.AddDays(487));

        var read = CertificateEntries.Read(CertificateEntries.Write(set))!;

        Assert.Equal((set.RootsPem, set.Signer, set.Next, set.Leaf), (read.RootsPem, read.Signer.TrimEnd('\n'), read.Next, read.Leaf));
        Assert.Null(CertificateEntries.Read(CertificateEntries.Write(set).SetItem("tls.key", "garbage")));
        Assert.Null(CertificateEntries.Read(CertificateEntries.Write(set).Remove("signer.crt")));
    }

    [Fact]
    public void Set_Printed_ShowsNoKey() =>
        Assert.DoesNotContain("PRIVATE", CertificateRotation.Next(null, Names, Start).ToString(), StringComparison.Ordinal);

    internal static bool Verifies(string leafPem, string rootsPem, DateTimeOffset at)
    {
        using var leaf = X509Certificate2.CreateFromPem(leafPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(rootsPem);
        return chain.Build(leaf);
    }
}
