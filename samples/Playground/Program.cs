using System.CommandLine;
using Playground;

var doors = new Dictionary<string, Option<int>>
{
    ["REST API"] = Port("--rest", 5051, "Port of the REST API (stage prod)."),
    ["HTTP API"] = Port("--http", 5052, "Port of the HTTP API (stage $default)."),
    ["Function URL"] = Port("--url", 5053, "Port of the Function URL."),
    ["Load balancer"] = Port("--balancer", 5054, "Port of the load balancer."),
    ["CloudFront"] = Port("--cloudfront", 5055, "Port of the CloudFront distribution before the REST API."),
};
var web = Port("--web", 5050, "Port of the storefront page.");
var wait = Number("--wait", 3, "Seconds that the front doors wait for the function; more for a breakpoint in it.", "seconds", 300);
var showEvents = new Option<bool>("--show-events") { Description = "Print every event and response as JSON." };

var command = new RootCommand("An ASP.NET Core API behind AWS front doors, on this machine.") { web, wait, showEvents };
foreach (var port in doors.Values)
{
    command.Add(port);
}

command.SetAction((result, stop) =>
{
    FrontDoors.Patience = TimeSpan.FromSeconds(result.GetValue(wait));
    return new PlaygroundHost(doors.ToDictionary(door => door.Key, door => (door.Value.Name, result.GetValue(door.Value))), result.GetValue(web), result.GetValue(showEvents)).RunAsync(stop);
});
return await command.Parse(args).InvokeAsync();

static Option<int> Port(string name, int port, string description) => Number(name, port, description, "a port", 65535);

static Option<int> Number(string name, int usual, string description, string what, int most)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value < 1 || value > most))
        {
            result.AddError($"{name} takes {what}, a number from 1 to {most}; '{result.Tokens[0].Value}' is none.");
        }
    });
    return option;
}
