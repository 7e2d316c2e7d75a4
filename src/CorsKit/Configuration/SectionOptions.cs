using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Configuration;

/// <summary>Fills the options from a configuration section, and remembers the section so that changes can be followed.</summary>
/// <param name="section">The section.</param>
/// <param name="root">The app's configuration, to find a misspelt section in.</param>
internal class SectionOptions(IConfiguration section, IConfiguration? root) : IConfigureOptions<GatewayCorsOptions>
{
    public IConfiguration Section { get; } = section;

    public void Configure(GatewayCorsOptions options) => GatewayCorsSection.Read(Section, options, root);
}

/// <summary>The section of <c>AddGatewayCors()</c>: a type of its own, so that calling it twice registers it once.</summary>
internal sealed class DefaultSectionOptions(IConfiguration configuration)
    : SectionOptions(configuration.GetSection(GatewayCorsSection.DefaultName), configuration);
