using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

/// <summary>Policies for a function that has no app.</summary>
public sealed class LoadTests
{
    private static IConfigurationSection Section(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Cors:" + setting.Key, setting.Value))).Build().GetSection("Cors");

    [Fact]
    public void A_section_has_a_policy_for_each_name_in_any_case()
    {
        var policies = GatewayCorsPolicies.Load(Section(
            ("AllowOrigins", "https://a.example"), ("Policies:public:AllowOrigins", "*"), ("Policies:partner:AllowOrigins", "https://partner.example")));

        Assert.Equal(["default", "partner", "public"], policies.Keys.Order());
        Assert.True(policies["DEFAULT"].EvaluateOrigin("https://a.example").IsAllowed);
        Assert.False(policies["Partner"].EvaluateOrigin("https://a.example").IsAllowed);
        Assert.Equal("*", policies["public"].EvaluateOrigin("https://a.example").AllowOrigin);
    }

    [Fact]
    public void Problems_are_told_all_at_once()
    {
        var section = Section(("AllowOrigins", "null"), ("MaxAge", "soon"), ("Color", "red"));

        Assert.Equal(["CORS002", "CORS003", "CORS012"], Assert.Throws<OptionsValidationException>(() => GatewayCorsPolicies.Load(section)).Failures.Select(failure => failure[..7]).Order());
        Assert.Throws<ArgumentNullException>(() => GatewayCorsPolicies.Load(null!));
    }
}
