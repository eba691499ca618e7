/** What the viewer may do on the page of campaigns; the server asks again. */
export interface CampaignRights {
  run: boolean;
  pause: boolean;
  propose: boolean;
  decide: boolean;
  hold: boolean;
}
