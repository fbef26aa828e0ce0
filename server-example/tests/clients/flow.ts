// Lists slots, holds one and confirms it, with each generated client, on a server that runs.

import createFetchClient from "openapi-fetch";
import { client as hey } from "./generated/hey/client.gen";
import {
  getSchedulingSlots,
  postSchedulingAppointmentsHold,
  postSchedulingAppointmentsMeetingUidConfirm,
} from "./generated/hey/sdk.gen";
import * as orval from "./generated/orval/api";
import type { paths } from "./generated/types";

declare const process: { env: Record<string, string | undefined> };

const base = process.env["FRONTDESK_ADDRESS"] ?? "";
const headers = { "X-API-Key": process.env["FRONTDESK_KEY"] ?? "" };
const from = Math.floor(Date.now() / 1000);
const patient_profile_uid = "pp-xyz789";
// For the patient: what is booked before, by another client, may be with another doctor at the same time.
const query = {
  shop_uid: "shop-abc123",
  appointment_type_uid: "apt-001",
  from,
  to: from + 20 * 86_400,
  patient_profile_uid,
  for_me: true,
};
const wanted = (start_date: number, doctor_uid: string) => ({
  appointment_type_uid: query.appointment_type_uid,
  patient_profile_uid,
  start_date,
  doctor_uid,
});

function must<T>(what: string, value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error(`${what}: no answer`);
  return value;
}

function isConfirmed(client: string, status: string): void {
  if (status !== "confirmed") throw new Error(`${client}: ${status}`);
  console.log(`${client}: slots, hold and confirm`);
}

async function byHey(): Promise<void> {
  hey.setConfig({ baseUrl: base, headers });
  const slots = must("slots", (await getSchedulingSlots({ query })).data).data;
  const slot = must("slot", slots[0]);
  const body = wanted(slot.start_date, slot.doctor_uid);
  const held = must("hold", (await postSchedulingAppointmentsHold({ body })).data);
  const path = { meeting_uid: held.uid };
  const booked = must("confirm", (await postSchedulingAppointmentsMeetingUidConfirm({ path })).data);
  isConfirmed("@hey-api/openapi-ts", booked.status);
}

async function byFetch(): Promise<void> {
  const client = createFetchClient<paths>({ baseUrl: base, headers });
  const slots = must("slots", (await client.GET("/v1/scheduling/slots", { params: { query } })).data).data;
  const slot = must("slot", slots[0]);
  const body = wanted(slot.start_date, slot.doctor_uid);
  const held = must("hold", (await client.POST("/v1/scheduling/appointments/hold", { body })).data);
  const params = { path: { meeting_uid: held.uid } };
  const confirm = await client.POST("/v1/scheduling/appointments/{meeting_uid}/confirm", { params });
  isConfirmed("openapi-typescript", must("confirm", confirm.data).status);
}

async function byOrval(): Promise<void> {
  // Its functions ask for paths without a server.
  const plain = globalThis.fetch;
  globalThis.fetch = (input, init) => plain(new URL(String(input), base), init);
  const slots = await orval.getSchedulingSlots(query, { headers });
  if (slots.status !== 200) throw new Error(`orval: slots ${slots.status}`);
  const slot = must("slot", slots.data.data[0]);
  const held = await orval.postSchedulingAppointmentsHold(wanted(slot.start_date, slot.doctor_uid), {
    headers,
  });
  if (held.status !== 201) throw new Error(`orval: hold ${held.status}`);
  const booked = await orval.postSchedulingAppointmentsMeetingUidConfirm(held.data.uid, { headers });
  if (booked.status !== 200) throw new Error(`orval: confirm ${booked.status}`);
  isConfirmed("orval", booked.data.status);
}

await byHey();
await byFetch();
await byOrval();
