using System.CommandLine;
using System.Text;
using CorsKit.Configuration;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Exports;
using CorsKit.Tool.Reports;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Commands;

/// <summary>The first settings of an app, and what its template needs beside them.</summary>
internal static class InitCommand
{
    private static readonly string[] Doors = ["rest", "http", "url", "alb"];

    /// <param name="asked">Where answers come from; null where nobody can be asked.</param>
    public static Command Create(Stream? asked)
    {
        var door = new Option<string?>("--front-door") { Description = "What stands before the function: rest (REST API), http (HTTP API), url (Function URL) or alb (load balancer).", HelpName = "FRONT_DOOR" };
        Choice.Limit(door, Doors);
        var origins = new Option<string[]>("--origin") { Description = "An origin whose pages may call the API, such as https://shop.example.com.", HelpName = "ORIGIN" };
        var methods = new Option<string[]>("--method") { Description = "A method beyond GET, HEAD and POST, which need no entry.", HelpName = "METHOD" };
        var headers = new Option<string[]>("--header") { Description = "A request header that pages set, such as content-type.", HelpName = "HEADER" };
        var credentials = new Option<bool>("--credentials") { Description = "Pages send cookies or other credentials that the browser holds." };
        var owner = Choice.Of("--owner", "Who writes CORS headers; gateway is for http and url.", "app", "gateway");
        var language = Choice.Of("--for", "What the template is written in.", "sam", "cloudformation", "terraform", "cdk-ts", "cdk-cs");
        var settings = new Option<string>("--settings") { Description = "The file that gets the section GatewayCors; appsettings.json unless said otherwise.", HelpName = "appsettings.json", DefaultValueFactory = _ => "appsettings.json" };
        var template = new Option<string?>("--template") { Description = "The file for what the template needs; else standard output.", HelpName = "FILE" };
        var approximate = new Option<bool>("--approximate") { Description = "As in export: a weaker form of what the front door cannot say." };
        var force = new Option<bool>("--force") { Description = "Replace a section and a file that are there." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be written, and write nothing." };
        var command = new Command("init", "Writes the section GatewayCors into appsettings.json, and what the template needs; asks what is not given. Exit code 0: written; 1: the front door cannot say the policy; 2: a policy or a file that cannot be used.")
        {
            door, origins, methods, headers, credentials, owner, language, settings, template, approximate, force, dryRun,
        };
        command.SetAction(result =>
        {
            var error = result.InvocationConfiguration.Error;
            using var answers = asked is null ? null : new StreamReader(asked, Encoding.UTF8, leaveOpen: true);
            var frontDoor = result.GetValue(door) ?? Ask(answers, error, $"Front door ({string.Join(", ", Doors)}):", answer => Doors.Contains(answer, StringComparer.OrdinalIgnoreCase))?.ToLowerInvariant();
            var allowed = result.GetValue(origins) is { Length: > 0 } given ? given
                : Ask(answers, error, "Origins of the pages, with commas between them, such as https://shop.example.com:", answer => answer.Length > 0) is { } answer ? [answer] : null;
            if (frontDoor is null || allowed is null)
            {
                error.WriteLine($"Nobody can be asked here: give {string.Join(" and ", (string[])[.. frontDoor is null ? (string[])["--front-door"] : [], .. allowed is null ? (string[])["--origin"] : []])}.");
                return CorsKitCommand.Unusable;
            }

            // Who gives the others has left this one out.
            var isComplete = result.GetValue(door) is not null && result.GetValue(origins) is { Length: > 0 };
            var withCredentials = result.GetValue(credentials)
                || (!isComplete && result.GetResult(credentials) is (null or { Implicit: true }) && Ask(answers, error, "Do pages send cookies or other credentials that the browser holds (y/N)?", answer => answer.ToLowerInvariant() is "" or "y" or "n" or "yes" or "no")?.ToLowerInvariant() is "y" or "yes");
            var section = Section(result.GetValue(owner) == "gateway", allowed, result.GetValue(methods) ?? [], result.GetValue(headers) ?? [], withCredentials);
            var target = frontDoor == "alb" ? null : Target(frontDoor, result.GetValue(language)!, result.GetValue(owner)!);
            if (Mistake(frontDoor, result.GetValue(owner)!, target, result.GetValue(template), result.GetValue(force) || result.GetValue(dryRun)) is { } mistake)
            {
                error.WriteLine(PrintableText.Of(mistake));
                return CorsKitCommand.Unusable;
            }

            var request = new Request(frontDoor, result.GetValue(language)!, target, section, result.GetValue(settings)!, result.GetValue(template), result.GetValue(approximate), result.GetValue(force), result.GetValue(dryRun));
            return Run(request, result.InvocationConfiguration);
        });
        return command;
    }

    private static int Run(Request request, InvocationConfiguration configuration)
    {
        var app = AppSettings.Of($"{{ \"{GatewayCorsSection.DefaultName}\": {request.Section} }}");
        foreach (var problem in app.Policies.Problems)
        {
            configuration.Error.WriteLine(PrintableText.Of(problem.ToString()));
        }

        if (app.Policies.Problems.Count > 0)
        {
            return CorsKitCommand.Unusable;
        }

        var snippet = Note(request.Door, request.Language);
        var isRefused = false;
        if (request.Target is { } target)
        {
            var export = Targets.Write(target, new ExportRequest(app.Definition!.Settings, app.Definition.Rules, app.WritesCors, request.Approximate));
            isRefused = ExportCommand.IsRefused(export, app.Definition.Path, target, configuration.Error);

            // An app that steps back for a gateway that cannot take over would have no owner.
            if (isRefused && !app.WritesCors)
            {
                return 1;
            }

            var isJson = Path.GetExtension(request.Template)?.ToLowerInvariant() == ".json";
            snippet = isRefused ? "" : ExportCommand.Render(export, $"CORS of the default policy in {Path.GetFileName(request.Settings)}, for {target} (corskit init).", isJson, target, configuration.Error);
        }

        if (!WriteSettings(request, configuration))
        {
            configuration.Output.Write(snippet.Length > 0 ? $"\n{snippet}" : "");
            return CorsKitCommand.Unusable;
        }

        var isSaved = snippet.Length == 0 || ExportCommand.Save(snippet, request.DryRun ? null : request.Template, configuration);
        return !isSaved ? CorsKitCommand.Unusable : isRefused ? 1 : 0;
    }

    /// <summary>Where it cannot be put in, it is printed to be pasted, and so is what the template needs.</summary>
    private static bool WriteSettings(Request request, InvocationConfiguration configuration)
    {
        try
        {
            var bytes = File.Exists(request.Settings) ? File.ReadAllBytes(request.Settings) : [];
            var mark = Encoding.UTF8.Preamble;
            var hasMark = bytes.AsSpan().StartsWith(mark);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(hasMark ? bytes.AsSpan(mark.Length) : bytes);
            text = SettingsText.Insert(request.Settings, text, request.Section, request.Force);
            if (request.DryRun)
            {
                configuration.Output.Write($"\"{GatewayCorsSection.DefaultName}\": {request.Section}\n");
                return true;
            }

            File.WriteAllText(request.Settings, text, new UTF8Encoding(hasMark));
            configuration.Error.WriteLine(PrintableText.Of($"{request.Settings}: the section {GatewayCorsSection.DefaultName} is written."));
            return true;
        }
        catch (Exception exception) when (exception is UnusableInput or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            configuration.Error.WriteLine(PrintableText.Of(exception is UnusableInput ? $"{exception.Message}. This is the section:"
                : $"{request.Settings}: {(exception is DecoderFallbackException ? "this is not UTF-8" : exception.Message.TrimEnd('.'))}. This is the section:"));
            configuration.Output.Write($"\"{GatewayCorsSection.DefaultName}\": {request.Section}");
            return false;
        }
    }

    private static string Section(bool gatewayOwns, string[] origins, string[] methods, string[] headers, bool credentials)
    {
        // One string for a list, so that an environment variable can override the whole.
        static Node? Joined(string[] items) => items.Length > 0 ? Tree.Text(string.Join(',', items.SelectMany(item => item.Split(',', StringSplitOptions.TrimEntries)))) : null;
        using var text = new StringWriter { NewLine = "\n" };
        JsonText.Write(Tree.Map(
            (nameof(GatewayCorsOptions.Enabled), gatewayOwns ? Tree.Flag(false) : null),
            (nameof(GatewayCorsPolicySettings.AllowOrigins), Joined(origins)),
            (nameof(GatewayCorsPolicySettings.AllowMethods), Joined(methods)),
            (nameof(GatewayCorsPolicySettings.AllowHeaders), Joined(headers)),
            (nameof(GatewayCorsPolicySettings.AllowCredentials), credentials ? Tree.Flag(true) : null)), text);
        return text.ToString();
    }

    /// <returns>What export writes beside these settings, or null where the template needs nothing.</returns>
    private static string? Target(string door, string language, string owner) => (door, owner) switch
    {
        ("rest", _) => $"{language}-rest",
        ("http", "gateway") => $"{language}-http",
        ("url", "gateway") => language is "sam" or "cloudformation" ? "function-url" : $"{language}-function-url",
        _ => null,
    };

    private static string? Mistake(string door, string owner, string? target, string? template, bool mayReplace) =>
        owner == "gateway" && door is ("rest" or "alb") ? $"--owner gateway is for http and url; behind {door} the app writes CORS headers. Leave it out."
        : template is null ? null
        : target is null ? $"--template: while the app writes CORS headers there is nothing to write for {door}. Leave it out{(door == "alb" ? "" : ", or write --owner gateway")}."
        : File.Exists(template) && !mayReplace ? $"{template} is there already, and nothing is written; --force replaces it."
        : null;

    /// <summary>What the template must have, or must not have, where the app owns CORS.</summary>
    private static string Note(string door, string language) => door switch
    {
        "http" => $"{Mark(language)} HTTP API: the route $default to the function, and no CORS of the API's own: with that, it ignores the headers of its function.\n",
        "url" => $"{Mark(language)} Function URL: no CORS of its own: both would write the headers, and browsers refuse two.\n",
        "alb" => $"{Mark(language)} Load balancer: no listener attributes for Access-Control-*: they overwrite the app's headers.\n",
        _ => "",
    };

    /// <summary>What a comment begins with.</summary>
    private static string Mark(string language) => language.StartsWith("cdk", StringComparison.Ordinal) ? "//" : "#";

    /// <returns>An answer that will do, or null where there is none.</returns>
    private static string? Ask(StreamReader? answers, TextWriter error, string question, Func<string, bool> isGood)
    {
        while (answers is not null)
        {
            error.WriteLine(question);
            if (answers.ReadLine()?.Trim() is not { } answer)
            {
                return null;
            }

            if (isGood(answer))
            {
                return answer;
            }
        }

        return null;
    }

    private sealed record Request(string Door, string Language, string? Target, string Section, string Settings, string? Template, bool Approximate, bool Force, bool DryRun);
}
