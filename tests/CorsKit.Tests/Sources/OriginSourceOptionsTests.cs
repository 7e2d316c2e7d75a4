using CorsKit.Sources;

namespace CorsKit.Tests.Sources;

/// <summary>What a source is told, and whether its answers outlive a reload.</summary>
public sealed class OriginSourceOptionsTests
{
    private static readonly Func<CorsRequest, string?> TenantOfHost = request => request.Host;

    /// <summary>What the new configuration says otherwise than the old one: then answers that were given for the old one are forgotten.</summary>
    public static TheoryData<string, Action<OriginSourceOptions>, bool> Changes => new()
    {
        { "nothing", _ => { }, true },
        { "memory", options => options.MaxEntries++, false },
        { "the lifetime of an answer", options => options.AllowedLifetime += TimeSpan.FromSeconds(1), false },
        { "the lifetime of a refusal", options => options.RefusedLifetime += TimeSpan.FromSeconds(1), false },
        { "the grace", options => options.GraceLifetime += TimeSpan.FromSeconds(1), false },
        { "the time that it may take", options => options.Timeout += TimeSpan.FromSeconds(1), false },
        { "the time after a failure", options => options.RetryAfter += TimeSpan.FromSeconds(1), false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Answers_are_those_of_the_same_source(string what, Action<OriginSourceOptions> change, bool isSame)
    {
        var (before, after) = (new OriginSourceOptions(), new OriginSourceOptions());
        change(after);

        Assert.Equal((what, isSame), (what, new PolicySource(typeof(ScriptedSource), after).SameAs(new PolicySource(typeof(ScriptedSource), before))));
        Assert.False(new PolicySource(typeof(ScriptedSource), before).SameAs(new PolicySource(typeof(OriginRule), before)));
        Assert.False(new PolicySource(typeof(ScriptedSource), before).SameAs(null));
    }

    [Fact]
    public void Neither_a_tenant_nor_a_list_is_null()
    {
        Assert.Throws<ArgumentNullException>("tenant", () => new OriginSourceOptions().TenantFrom(null!));
        Assert.Throws<ArgumentNullException>("origins", () => new OriginSourceOptions().WarmUp(null!));
        Assert.Same(TenantOfHost, new OriginSourceOptions().TenantFrom(TenantOfHost).Tenant);
    }
}
