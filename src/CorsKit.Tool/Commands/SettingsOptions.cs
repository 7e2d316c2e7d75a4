using System.CommandLine;

namespace CorsKit.Tool.Commands;

/// <summary>The options about the app's settings, which commands share.</summary>
internal static class SettingsOptions
{
    public static Option<string?> Settings(bool required = false) => new("--settings")
    {
        Description = "The app's appsettings.json, so that its policy takes part.",
        HelpName = "appsettings.json",
        Required = required,
    };

    public static Option<string?> Environment() => new("--environment")
    {
        Description = "Adds appsettings.NAME.json, as ASPNETCORE_ENVIRONMENT does.",
        HelpName = "NAME",
    };
}
